import { createRequire } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';

/**
 * The native tree-sitter binding patches its prototypes once a process, so a second jest sandbox that loads it anew finds
 * `rootNode` undefined. It is therefore loaded here, outside the sandbox, and handed in through a global.
 */
export default class extends TestEnvironment {
  async setup() {
    await super.setup();
    try {
      this.global.__treeSitter = createRequire(import.meta.url)('tree-sitter');
    } catch (error) {
      this.global.__treeSitterError = error;
    }
  }
}
