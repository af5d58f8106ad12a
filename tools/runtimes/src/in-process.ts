// What Node, Bun and Deno run: all cases against the target that the standard input names, the results as one line of JSON.
import { text } from "node:stream/consumers";
import type { Target } from "./case.ts";
import { allCases } from "./cases/all-cases.ts";
import { runCases } from "./run-cases.ts";

const target = JSON.parse(await text(process.stdin)) as Target;
process.stdout.write(`${JSON.stringify(await runCases(allCases, target))}\n`);
