// Stands in for `tree-sitter` inside the jest sandbox; environment.mjs says why.
if (!globalThis.__treeSitter) throw globalThis.__treeSitterError;
module.exports = globalThis.__treeSitter;
