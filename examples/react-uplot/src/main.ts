import { mountApp } from "./mount-app.tsx";

// Vite knows whether it serves or builds: only what `pnpm dev` serves asks the mock server.
const { plant } = import.meta.env.DEV ? await import("./mock-plant.ts") : await import("./your-plant.ts");

mountApp(document.querySelector("#app")!, plant);
