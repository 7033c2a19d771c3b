import { library, type SinkModel } from '../../../../src/engine/check.ts';

/** A command line that a shell reads, and without a shell the program and its operands. */
const started: readonly SinkModel[] = [
  { at: 0, context: 'shell', when: { option: 'shell', is: ['True', '1'] } },
  { at: 0, context: 'command', when: { option: 'shell', is: ['False', '0', 'None'], missing: true } },
];

/** The standard library's ways to start programs. */
export const processes = library({
  library: 'subprocess, os',
  calls: {
    'os.system': { sinks: [{ at: 0, context: 'shell' }] },
    'os.popen': { sinks: [{ at: 0, context: 'shell' }] },
    'subprocess.getoutput': { sinks: [{ at: 0, context: 'shell' }] },
    'subprocess.getstatusoutput': { sinks: [{ at: 0, context: 'shell' }] },
    'subprocess.run': { sinks: [...started] },
    'subprocess.call': { sinks: [...started] },
    'subprocess.check_call': { sinks: [...started] },
    'subprocess.check_output': { sinks: [...started] },
    'subprocess.Popen': { sinks: [...started] },
    'shlex.quote': { gives: { from: [0], as: 'same' }, clears: ['shell'] },
    'pipes.quote': { gives: { from: [0], as: 'same' }, clears: ['shell'] },
    'shlex.join': { gives: { from: [0], as: 'text of items' }, clears: ['shell'] },
    'shlex.split': { gives: { from: [0], as: 'parts' } },
  },
});
