/** What the lowering of Python must know of its library, and the lowering with it. */
import { lowerPython, type Program, type python, type SourceText, type SyntaxNode } from '../../../src/engine/check.ts';

const ending = new Set(
  (
    'sys.exit os._exit os.abort builtins.exit builtins.quit os.execv os.execve os.execvp os.execvpe os.execl os.execle os.execlp os.execlpe flask.abort ' +
    'werkzeug.exceptions.abort bottle.abort aiohttp.web.abort pytest.fail pytest.skip argparse.ArgumentParser.error argparse.ArgumentParser.exit ' +
    'optparse.OptionParser.error click.Context.fail click.Context.exit click.Context.abort'
  ).split(' '),
);

const running = new Set(
  'builtins.map builtins.filter builtins.sorted builtins.min builtins.max functools.reduce asyncio.to_thread'.split(' '),
);

/** `pathlib.Path()`, and what its operators, attributes and methods make of it. */
const path =
  /^(?:[^|]*\|)?(?:pathlib|pathlib2|anyio|trio)\.(?:Posix|Windows)?Path(?:\(\)|\.(?:home|cwd)\(\))(?:\/|\.(?:parent|absolute\(\)|resolve\(\)|expanduser\(\)|joinpath\(\)|with_(?:suffix|name|stem)\(\)|parents\[\]|parents\[0\]))*$/;

const model: python.PythonIrModel = {
  exits: (name, word) => (name !== null && ending.has(name)) || word === 'fail_json' || word === 'exit_json',
  suppresses: (name) => name === 'contextlib.suppress()',
  runsCallback: (name, word) => (name !== null && running.has(name)) || word === 'run_in_executor',
  classOf: (name) => (path.test(name) ? 'pathlib.Path' : null),
  isEnvironment: (name) => name === 'os.environ',
};

export function lower(root: SyntaxNode, source: SourceText): Program {
  return lowerPython(root, source, model);
}
