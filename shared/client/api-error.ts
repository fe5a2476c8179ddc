interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly correlationId?: string;
}

/** What the API says when it refuses (RFC 9457), or what the network said instead of it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** The HTTP status, or 0 when no answer came at all. */
  readonly status: number;
  /** The stable name of the problem. */
  readonly code: string;
  readonly correlationId: string | undefined;

  constructor(status: number, code: string, message: string, correlationId?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.correlationId = correlationId;
  }
}

/** The failure that an answer tells of. */
export const problemOf = async (response: Response): Promise<ApiError> => {
  const isProblem = response.headers.get('content-type')?.includes('json');
  const problem = isProblem ? ((await response.json()) as Problem) : {};
  const message = problem.detail ?? problem.title ?? `The server answered ${response.status}.`;
  return new ApiError(response.status, problem.code ?? `http/${response.status}`, message, problem.correlationId);
};
