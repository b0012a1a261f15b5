"""Every rule, in two literal tables: a new rule is one file and one line here."""

from collections.abc import Callable, Iterator, Mapping

from sekisho.model.ref import Kind
from sekisho.registry.problem import Problem
from sekisho.registry.rules.across import (
    concepts,
    entry_workflow,
    expected_names,
    fallback_cycles,
    node_answers,
    node_inputs,
    orphans,
    policy_arguments,
    policy_types,
    quarantine,
    references,
    rubric_names,
    segments,
    settings,
    slot_types,
    ticket_scope,
    unselected_cases,
)
from sekisho.registry.rules.inside import (
    case_expectations,
    config_values,
    incident_times,
    model_name,
    policy_parts,
    prompt_answer,
    prompt_tests,
    prompt_variables,
    rubric_labels,
    rubric_messages,
    ticket_names,
    tool_sandbox,
    workflow_graph,
    workflow_names,
    workflow_reach,
    workflow_state,
)
from sekisho.registry.rules.subject import Joined, Located, Subject

FileRule = Callable[[Subject], Iterator[Problem]]
RegistryRule = Callable[[Joined], Iterator[Located]]

FILE_RULES: Mapping[Kind, tuple[FileRule, ...]] = {
    Kind.MODEL: (model_name.check,),
    Kind.PROMPT: (prompt_variables.check, prompt_variables.few_shot, prompt_tests.check, prompt_answer.check),
    Kind.WORKFLOW: (workflow_graph.check, workflow_reach.check, workflow_names.check, workflow_state.check),
    Kind.CONFIG: (config_values.check,),
    Kind.TOOL: (tool_sandbox.check,),
    Kind.POLICY: (policy_parts.check,),
    Kind.GOLDEN: (case_expectations.check,),
    Kind.SCENARIO: (case_expectations.check,),
    Kind.RUBRIC: (rubric_messages.check, rubric_labels.check),
    Kind.CHANGE: (ticket_names.check,),
    Kind.INCIDENT: (incident_times.check,),
}
"""Rules about one file, run once for each content of it."""

REGISTRY_RULES: tuple[RegistryRule, ...] = (
    references.check,
    rubric_names.check,
    fallback_cycles.check,
    node_inputs.check,
    node_answers.check,
    settings.check,
    slot_types.check,
    expected_names.check,
    entry_workflow.check,
    concepts.check,
    policy_types.check,
    policy_arguments.check,
    quarantine.check,
    segments.check,
    unselected_cases.check,
    ticket_scope.check,
    orphans.check,
)
"""Rules across files, run over the joined facts."""
