// Reads workflow files as GitHub's own language server does. Prints {"file": [message, ...]} for the files named as arguments.
import { readFileSync } from "node:fs";
import { register } from "node:module";

register("./json-modules.mjs", import.meta.url);
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import("@actions/workflow-parser");

const found = {};
for (const name of process.argv.slice(2)) {
  const parsed = parseWorkflow({ name, content: readFileSync(name, "utf8") }, new NoOperationTraceWriter());
  const template = parsed.value && (await convertWorkflowTemplate(parsed.context, parsed.value));
  const errors = [...parsed.context.errors.getErrors(), ...(template?.errors ?? [])].map((error) => error.Message ?? error.message);
  found[name] = template?.jobs?.length ? [...new Set(errors)] : [...new Set(errors), "no job"];
}
console.log(JSON.stringify(found));
