import { createMockServer } from "@omnia-timeseries/mock-server";
import { startDev } from "./start-dev.ts";

const mock = createMockServer({ auth: "none", plants: [{ facility: "1219" }] });
const { url } = await startDev(mock, 5173);
console.log(`The page: ${url}\nThe mock server, its log and its faults: ${mock.url}/__mock/`);
