// Compares the documents of the APIs with those of the last releases: `pnpm breaking`.
import { fileURLToPath } from "node:url";
import { checkContract } from "./check-contracts.ts";
import { contracts } from "./contracts.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const results = contracts.map((contract) => checkContract(root, contract));
for (const { isGood, said } of results) (isGood ? console.log : console.error)(said);
if (results.some(({ isGood }) => !isGood)) process.exitCode = 1;
