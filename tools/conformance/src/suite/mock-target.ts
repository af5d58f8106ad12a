import type { MockServer, MockServerOptions } from "@omnia-timeseries/mock-server";
import type { ApiName } from "./api-name.ts";
import { apiServers } from "./api-name.ts";
import type { Target } from "./context.ts";

const secondMs = 1000;

/** The three statuses of the points, not evenly. */
const statuses = [192, 192, 64, 192, 0];

/**
 * What a mock server holds for the cases: a series of a historian with more points than a page, at uneven distances
 * and with digits down to 100 ns, up to a minute before `nowMs`; another beside it; tags of a historian, and events of
 * the last days.
 */
export function createCaseData(nowMs: number): Pick<MockServerOptions, "series" | "ims" | "alarmEvents"> {
  const length = 1200;
  const datapoints = Array.from({ length }, (_, i) => {
    const at = Math.floor(nowMs / secondMs) * secondMs - 60_000 - (length - 1 - i) * 5000 + (i % 3) * 700;
    const time = new Date(at).toISOString().replace("Z", `${String(1234 + i).padStart(4, "0")}Z`);
    return { time, value: 87 + 3 * Math.sin(i / 7), status: statuses[i % statuses.length]! };
  });
  const first = {
    name: "ASGB.17PT1234",
    facility: "ASGB",
    unit: "bar",
    source: "IMS",
    description: "Pressure",
    datapoints,
  };
  const second = { name: "1219-PT-1235", facility: "1219", unit: "bar", datapoints: datapoints.slice(0, 10) };
  const events = [3, 2, 1].map((daysAgo) => ({
    facility: "AHA",
    timestamp: new Date(nowMs - daysAgo * 86_400_000),
    sourceName: `19-PT-000${daysAgo}`,
    priority: daysAgo,
    otherFields: { shift: "day" },
  }));
  const tags = [1, 2, 3].map((i) => ({
    uid: `ASGB-${i}`,
    imsType: "IP21",
    systemCode: "ASGB-IMS",
    plantSapCode: "1191",
    plantStidCode: "ASGB",
    tag: `ASGB.17TT000${i}`,
  }));
  return { series: [first, second], ims: { tags }, alarmEvents: { events } };
}

/** Base URLs of the APIs at an origin. */
export function baseUrlsAt(origin: string): Record<ApiName, string> {
  const names = Object.keys(apiServers) as ApiName[];
  const entries = names.map((name) => [name, origin + new URL(apiServers[name].test.baseUrl).pathname]);
  return Object.fromEntries(entries) as Record<ApiName, string>;
}

/** A mock server with `createCaseData`, asked in process unless another `fetch` is given, and by its own tokens. */
export function createMockTarget(
  server: MockServer,
  fetch: Target["fetch"] = server.fetch,
  origin = "http://127.0.0.1",
): Target {
  const { credential, now } = server.clientOptions();
  return {
    baseUrls: baseUrlsAt(origin),
    fetch,
    series: { id: server.store.series[0]!.id },
    nowMs: now,
    advance: (by) => server.clock.advance(by),
    async getToken(api) {
      const token = await credential.getToken(`${apiServers[api].test.resourceId}/.default`);
      if (token === null) throw new TypeError("The mock server gives no token.");
      return token.token;
    },
  };
}
