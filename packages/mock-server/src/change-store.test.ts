import { Datapoints } from "@omnia-timeseries/core";
import { describe, expect, test } from "vitest";
import { createServer } from "./server.test-support.ts";

describe("a test changes what is in the server", () => {
  test("writes points: rows, or the columns of another series", () => {
    const { server, id } = createServer();
    server.store.write(id, [
      { time: "2024-01-03T00:00:00.0000001Z", value: -0, status: 0 },
      { time: 1_704_067_200_000_000_000n, value: 9 },
    ]);
    const { time, value, status } = server.store.points(id);
    expect([[...time].map((ns) => ns - time[0]!), [...value], [...status]]).toEqual([
      [0n, 86_400_000_000_000n, 172_800_000_000_100n],
      [9, 2, -0],
      [192, 64, 0],
    ]);
    const columns = { time: new BigInt64Array([0n]), value: new Float64Array([4]), status: new Uint32Array([192]) };
    server.store.write(id, new Datapoints({ id: "other", ...columns }));
    expect(server.store.points(id).at(0)).toEqual({ time: 0n, value: 4, status: 192 });
  });

  test("removes the points of a window, its end excluded, or all of them", () => {
    const { server, id } = createServer();
    const count = () => server.store.points(id).length;
    server.store.deletePoints(id, { startTime: "2024-01-01T00:00:00.0000001Z", endTime: "2024-01-02" });
    expect(count()).toBe(2);
    server.store.deletePoints(id, { endTime: new Date(Date.UTC(2024, 0, 2)) });
    expect(count()).toBe(1);
    server.store.deletePoints(id);
    expect(count()).toBe(0);
  });

  test("forgets a series, until a reset", async () => {
    const { server, send, id } = createServer();
    server.store.deleteSeries(id);
    expect([server.store.series, (await send(`/${id}`)).status]).toEqual([[], 404]);
    server.reset();
    expect((await send(`/${id}`)).status).toBe(200);
  });

  test("is told what cannot be", () => {
    const { server, id } = createServer();
    const { store } = server;
    const code = (expected: string, message: string) => expect.objectContaining({ code: expected, message });
    const unknown = code("not-found", "There is no series 'x'.");
    expect(() => store.write("x", [])).toThrow(unknown);
    expect(() => store.deletePoints("x")).toThrow(unknown);
    expect(() => store.deleteSeries("x")).toThrow(unknown);
    const infinite = [{ time: "2024-01-05", value: Infinity }];
    const message = "datapoints[0].value: Infinity is not a finite number.";
    expect(() => store.write(id, infinite)).toThrow(code("invalid-argument", message));
    expect(() => store.deletePoints(id, { startTime: "monday" })).toThrow(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringContaining("startTime") }),
    );
    expect(store.points(id).length).toBe(2);
  });
});
