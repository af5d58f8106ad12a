// A process that proves one claim: `run-claim.ts <claim> <long|short>`. What one claim leaves on the heap, and what the
// engine has learned from it, does not reach the next.
import { sendToParent } from "./child-process.ts";
import { claims } from "./claims.ts";
import { createScale } from "./scale.ts";

const [name = "", length] = process.argv.slice(2);
const claim = await claims[name]!();
sendToParent(await claim(createScale(length === "short")));
process.disconnect();
