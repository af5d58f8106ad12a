import { describeLatest } from "./describe-latest.ts";

// Vite knows the mode when it builds: only the build for it has the mock server in it.
const { client, id } =
  import.meta.env.MODE === "mock" ? await import("./mock-client.ts") : await import("./service-client.ts");

document.querySelector("output")!.textContent = await describeLatest(client, id);
