// Stands in for an analyzer child in tests of the pool: does to its process what a file says.
process.on('disconnect', () => process.exit(0));
process.on('message', ({ kind, file }) => {
  const what = new TextDecoder().decode(file.bytes);
  if (what === 'hang') for (;;);
  if (what === 'abort') process.abort();
  if (what === 'exit') process.exit(7);
  const rss = what === 'grow' ? 1e12 : 1;
  if (kind === 'outline') {
    const none = {
      cases: [],
      loose: [],
      declarations: [],
      rest: '',
      imports: [],
      uses: [],
      doubles: [],
      sourceReads: [],
      code: '',
      frame: '',
    };
    process.send({ kind: 'outlined', outline: { read: 'none', problem: file.path, ...none }, rss });
    return;
  }
  process.send({ kind: 'analysed', analysis: { path: file.path, pid: process.pid, env: Object.keys(process.env) }, rss });
});
process.send({ kind: 'ready', core: 'wasm', fallback: 'no prebuilt binary' });
