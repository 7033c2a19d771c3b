// tree-sitter-powershell ships no types; its default export is a grammar like the others'.
declare module 'tree-sitter-powershell' {
  const grammar: unknown;
  export default grammar;
}
