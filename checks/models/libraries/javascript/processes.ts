import { library } from '../../../../src/engine/check.ts';

/** Node's ways to start programs. */
export const processes = library({
  library: 'child_process',
  names: { 'node:child_process': 'child_process' },
  calls: {
    'child_process.exec': { sinks: [{ at: 0, context: 'shell' }] },
    'child_process.execSync': { sinks: [{ at: 0, context: 'shell' }] },
    'child_process.spawn': { sinks: [{ at: 0, context: 'shell', when: { option: 'shell', is: ['*'] } }] },
    'child_process.execFile': { sinks: [{ at: 0, context: 'command' }] },
  },
});
