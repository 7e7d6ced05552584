// What eslint checks in the player and its tests. It is run from the repository's root.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/node_modules/", "test/browser/out/"] },
  js.configs.recommended,
  {
    files: ["layouts/player/**/*.js", "test/**/*.js", "test/**/*.mjs"],
    rules: {
      eqeqeq: "error",
      "no-else-return": "error",
      "no-implicit-globals": "error",
      "no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": ["error", { destructuring: "all" }],
    },
  },
  { files: ["layouts/player/**/*.js"], languageOptions: { globals: globals.browser }, rules: { "no-shadow": "error" } },
  { files: ["test/**/*.js", "test/**/*.mjs"], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
];
