/** An answer that is no success, thrown by whoever notices first and sent by the server. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Set where the request itself was wrong, not the state it met: these fail the test. */
  readonly violation: string | null;

  constructor(
    status: number,
    message: string,
    more: { readonly errors?: readonly unknown[]; readonly headers?: Readonly<Record<string, string>>; readonly violation?: string } = {},
  ) {
    super(message);
    this.status = status;
    this.body = {
      message,
      ...(more.errors ? { errors: more.errors } : {}),
      documentation_url: 'https://docs.github.com/rest',
      status: String(status),
    };
    this.headers = more.headers ?? {};
    this.violation = more.violation ?? null;
  }
}

export const notFound = () => new Refusal(404, 'Not Found');
export const notPermitted = () => new Refusal(403, 'Resource not accessible by integration');
