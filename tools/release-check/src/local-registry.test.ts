import { expect, test } from "vitest";
import { createLocalRegistry } from "./local-registry.ts";
import { createFolder } from "./repository.test-support.ts";

test("answers on the loopback, has our scope alone, and is gone once closed", async () => {
  using temporary = createFolder();
  const registry = await createLocalRegistry(temporary.folder);
  const statusOf = async (path: string): Promise<number> => (await fetch(registry.url + path)).status;
  expect(registry.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect(await statusOf("-/ping")).toBe(200);
  expect(await statusOf("@omnia-timeseries%2fcore")).toBe(404);
  expect(await statusOf("openapi-fetch")).toBe(401);
  await registry.close();
  await expect(fetch(registry.url)).rejects.toThrow("fetch failed");
});
