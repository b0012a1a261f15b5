// Says what @actions/core writes. Reads [{call, arguments}, ...] from stdin; prints [{stdout, output, error}, ...].
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as core from "@actions/core";

const file = join(tmpdir(), `output-${process.pid}`);
process.env.GITHUB_OUTPUT = file;
const write = process.stdout.write;
const said = [];
for (const asked of JSON.parse(readFileSync(0, "utf8"))) {
  const told = { stdout: "", output: "", error: "" };
  writeFileSync(file, "");
  process.stdout.write = (text) => Boolean((told.stdout += text));
  try {
    core[asked.call](...asked.arguments);
  } catch (error) {
    told.error = error.message;
  }
  process.stdout.write = write;
  told.output = readFileSync(file, "utf8");
  said.push(told);
}
rmSync(file);
console.log(JSON.stringify(said));
