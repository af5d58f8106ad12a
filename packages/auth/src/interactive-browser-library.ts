// What a page loads later, as one module: so bundlers leave out what of the library is not used.
export { createStandardPublicClientApplication } from "@azure/msal-browser";
export { createPageFailure } from "./interactive-browser-failure.ts";
