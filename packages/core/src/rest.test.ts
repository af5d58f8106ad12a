import { expect, test } from "vitest";
import { accessToken } from "./access-token.ts";
import { createTimeseriesClient } from "./client.ts";
import type { paths } from "./operations.ts";
import type { RestClient } from "./rest.ts";

const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";

function createRest(answers: readonly Response[]): { rest: RestClient<paths>; sent: Request[] } {
  const sent: Request[] = [];
  const { rest } = createTimeseriesClient({
    environment: "prod",
    credential: accessToken(() => "token"),
    fetch: async (request) => {
      sent.push(request);
      return answers[sent.length - 1]!;
    },
    sleep: async () => {},
  });
  return { rest, sent };
}

test("speaks the wire's own names, and goes the way of every request", async () => {
  const body = {
    data: { items: [{ id, datapoints: [{ time: "2021-02-01T09:54:05.4200000Z", value: 1, status: 192 }] }] },
  };
  const { rest, sent } = createRest([new Response(null, { status: 503 }), Response.json(body)]);
  const { data, error, response } = await rest.GET("/{id}/data", {
    params: { path: { id }, query: { status: [192, 64], limit: 1, startTime: "2021-01-01" } },
  });
  expect(sent).toHaveLength(2);
  expect(sent[1]!.url).toBe(
    `https://api.gateway.equinor.com/plant/timeseries/v1.7/${id}/data?limit=1&startTime=2021-01-01&status=192&status=64`,
  );
  expect(sent[1]!.headers.get("authorization")).toBe("Bearer token");
  expect(error).toBeUndefined();
  expect(response.status).toBe(200);
  expect(data).toEqual(body);
});

test("sends JSON bodies", async () => {
  const { rest, sent } = createRest([Response.json({ data: { items: [] } })]);
  await rest.POST("/query/data", { body: [{ id, limit: 5 }] });
  expect(sent[0]!.headers.get("content-type")).toBe("application/json");
  await expect(sent[0]!.json()).resolves.toEqual([{ id, limit: 5 }]);
});

test("gives the service's refusals as openapi-fetch does", async () => {
  const message = { statusCode: 404, message: "Timeseries not found.", traceId: "t" };
  const { rest } = createRest([Response.json(message, { status: 404 })]);
  const { data, error, response } = await rest.GET("/{id}", { params: { path: { id } } });
  expect(data).toBeUndefined();
  expect(error).toEqual(message);
  expect(response.status).toBe(404);
});

test("rejects with an OmniaError where there is no answer", async () => {
  const { rest, sent } = createRest([]);
  await expect(rest.GET("/{id}", { params: { path: { id: "x" } } })).rejects.toMatchObject({
    code: "invalid-argument",
  });
  await expect(rest.GET("/{id}", { params: { path: { id } }, signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: "aborted",
  });
  expect(sent).toHaveLength(0);
});
