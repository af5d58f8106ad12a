import type { Fixture } from "../fixtures/fixture.ts";
import { formatMs } from "../format-ms.ts";
import { Refusal } from "../refusal.ts";
import { answerDone } from "./control-call.ts";
import type { ControlCall, ControlHandlers } from "./control-call.ts";

/** Loaded here, so that only those who use it load it, and browsers never meet Node's modules. */
async function readFixture(body: ControlCall<"Seed">["body"]): Promise<Fixture> {
  if (typeof body === "string") {
    const { parseCsvFixture } = await import("../fixtures/parse-csv-fixture.ts");
    return parseCsvFixture(body, "the body");
  }
  const { decodeFixture } = await import("../fixtures/decode-fixture.ts");
  return decodeFixture(body, "the body");
}

export const stateHandlers: Pick<
  ControlHandlers,
  "GetServer" | "Reset" | "Seed" | "TakeSnapshot" | "RestoreSnapshot" | "Save"
> = {
  GetServer({ server, series, made, dataFile }) {
    return {
      ...made,
      now: formatMs(server.clock.now()),
      requests: server.requests.length,
      series: series.all().length,
      ...(dataFile !== undefined && { dataFile: dataFile.name }),
    };
  },
  Reset(call) {
    call.server.reset();
    return answerDone(call);
  },
  async Seed({ server, series, body }) {
    const fixture = await readFixture(body);
    const before = new Set(series.all());
    server.seed(fixture);
    const added = series.all().filter((one) => !before.has(one));
    return { seriesIds: added.map(({ metadata }) => metadata.id) };
  },
  TakeSnapshot({ server, snapshots }) {
    const snapshot = server.snapshot();
    return { id: snapshots.keep(snapshot), takenTime: formatMs(snapshot.takenMs) };
  },
  RestoreSnapshot(call) {
    const { id } = call.path;
    const snapshot = call.snapshots.find(id);
    if (snapshot === undefined) throw new Refusal(404, `There is no snapshot '${id}'.`);
    call.server.restore(snapshot);
    return answerDone(call);
  },
  async Save(call) {
    if (call.dataFile === undefined) {
      throw new Refusal(409, "The server has no data file: start the command with --data <file>.");
    }
    await call.dataFile.save();
    return answerDone(call);
  },
};
