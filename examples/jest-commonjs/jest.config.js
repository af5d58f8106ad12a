// The packages are ES modules. ts-jest makes CommonJS of them, as of the project's own code.
const modules = { allowJs: true, module: "commonjs", target: "es2023", isolatedModules: true };

/** @type {import("jest").Config} */
module.exports = {
  transform: {
    "\\.ts$": "ts-jest",
    "\\.js$": ["ts-jest", { tsconfig: modules, diagnostics: false }],
  },
  transformIgnorePatterns: [],
};
