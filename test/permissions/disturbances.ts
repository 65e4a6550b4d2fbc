import { AwsError } from '../../local/aws/awsError.ts';
import type { CallInfo, Interceptor } from '../../local/aws/interceptor.ts';

/** A disturbance before a function's first call of an operation with a matching request. */
interface Disturbance {
  readonly handler: string;
  readonly operation: string;
  readonly about: string;
  readonly happen: () => unknown;
}

/** An interceptor that causes each planned disturbance once, before a matching call. */
export class Disturbances implements Interceptor {
  readonly #planned: Disturbance[] = [];

  /**
   * @param about a text in the request's path or body, such as a job id
   * @param happen runs before the call; if it throws, the call fails with its error
   */
  before(handler: string, operation: string, about: string, happen: Disturbance['happen']): void {
    this.#planned.push({ handler, operation, about, happen });
  }

  /** Makes a call fail with an error that no SDK retries and no handler treats as permanent. */
  fail(handler: string, operation: string, about: string, code = 'ResourceNotReadyException'): void {
    this.before(handler, operation, about, () => {
      throw new AwsError(code, 'A transient error of this test.', 400);
    });
  }

  /** Describes the planned disturbances that did not occur. */
  get left(): string[] {
    return this.#planned.map(({ handler, operation, about }) => `${handler} ${operation} ${about}`);
  }

  call: Interceptor['call'] = async (info, proceed) => {
    const index = this.#planned.findIndex((one) => isAt(one, info));
    const [disturbance] = index < 0 ? [] : this.#planned.splice(index, 1);
    await disturbance?.happen();
    return proceed();
  };

  deliver: Interceptor['deliver'] = (_info, proceed) => proceed();
}

const isAt = ({ handler, operation, about }: Disturbance, info: CallInfo): boolean => {
  const { path, query, payload } = info.request;
  return (
    info.operation === operation &&
    info.caller.includes(`-${handler}-`) &&
    `${path}?${query.toString()} ${payload.toString()}`.includes(about)
  );
};
