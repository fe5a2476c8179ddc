/** One thing that is wrong with a request, and where. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly correlationId?: string;
  readonly issues?: readonly Issue[];
}

/** What the API says when it refuses (RFC 9457), or what the network said instead of it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** The HTTP status, or 0 when no answer came at all. */
  readonly status: number;
  /** The stable name of the problem. */
  readonly code: string;
  readonly correlationId: string | undefined;
  /** Every field that is wrong, where the request's content is. */
  readonly issues: readonly Issue[];

  constructor(status: number, code: string, message: string, correlationId?: string, issues: readonly Issue[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.correlationId = correlationId;
    this.issues = issues;
  }
}

/** The failure that an answer tells of. */
export const problemOf = async (response: Response): Promise<ApiError> => {
  const isProblem = response.headers.get('content-type')?.includes('json');
  const problem = isProblem ? ((await response.json()) as Problem) : {};
  const message = problem.detail ?? problem.title ?? `The server answered ${response.status}.`;
  const code = problem.code ?? `http/${response.status}`;
  return new ApiError(response.status, code, message, problem.correlationId, problem.issues);
};
