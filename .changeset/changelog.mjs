// The lines of CHANGELOG.md, for users: what changed, without hashes. changesets wants a default export.
export default {
  getReleaseLine: ({ summary }) => `- ${summary.trim().replaceAll(/\n(?=.)/g, "\n  ")}`,
  getDependencyReleaseLine: (_changesets, dependencies) =>
    dependencies.length === 0
      ? ""
      : `- Comes with ${dependencies.map(({ name, newVersion }) => `\`${name}\` ${newVersion}`).join(", ")}.`,
};
