import { library } from '../../../../src/engine/check.ts';

/** What comes in with the call of a program: its arguments, its environment, what it is typed. */
export const commandLines = library({
  library: 'sys, os, argparse, optparse, docopt, click, typer',
  names: {
    'argparse.ArgumentParser()': 'argparse.ArgumentParser',
    'configargparse.ArgumentParser': 'argparse.ArgumentParser',
    'configargparse.ArgParser': 'argparse.ArgumentParser',
    'optparse.OptionParser()': 'optparse.OptionParser',
    'typer.Typer()': 'typer.Typer',
    'builtins.raw_input': 'builtins.input',
    'os.environb': 'os.environ',
    'os.environ.copy()': 'os.environ',
  },
  calls: {
    'argparse.ArgumentParser.parse_args': { source: 'argument', isDeclared: true },
    'argparse.ArgumentParser.parse_known_args': { source: 'argument' },
    '*.parse_args': { source: 'argument', isDeclared: true },
    'optparse.OptionParser.parse_args': { source: 'argument' },
    'docopt.docopt': { source: 'argument' },
    'getopt.getopt': { gives: { from: [0], as: 'derived' } },
    'getopt.gnu_getopt': { gives: { from: [0], as: 'derived' } },
    'click.prompt': { source: 'input' },
    'typer.prompt': { source: 'input' },
    'getpass.getpass': { source: 'input' },
    'builtins.input': { source: 'input' },
    'sys.stdin.read': { source: 'input' },
    'sys.stdin.readline': { source: 'input' },
    'sys.stdin.readlines': { source: 'input' },
    'sys.stdin.buffer.read': { source: 'input' },
    'sys.stdin.buffer.readline': { source: 'input' },
    'fileinput.input': { source: 'input' },
    'os.getenv': { source: 'environment' },
    'os.getenvb': { source: 'environment' },
    'os.environ.get': { source: 'environment' },
    'os.environ.pop': { source: 'environment' },
    'os.environ.setdefault': { source: 'environment' },
  },
  reads: {
    'sys.argv': { source: 'argument' },
    // The program's own name.
    'sys.argv.0': { clears: 'every' },
    'sys.argv[0]': { clears: 'every' },
    'sys.orig_argv': { source: 'argument' },
  },
  roles: [
    { decorator: 'typer.Typer.command', parameters: [], rest: 'source argument' },
    { decorator: 'typer.Typer.callback', parameters: [], rest: 'source argument' },
  ],
});
