import dynalite from 'dynalite';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import {
  Agent,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { AwsError } from '../../aws/awsError.ts';
import { createJsonService } from '../../aws/jsonService.ts';
import type { AwsRequest, AwsResponse, AwsService } from '../../aws/types.ts';
import type { Clock, Timer } from '../../clock.ts';
import { hasOwnHost, refuseForeignHost } from '../../servers/ownHost.ts';
import { buildCreateTableInput, type TableDescription } from './tableDescription.ts';

export interface DynamoDbOptions {
  /** The folder of the rows. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly region: string;
  readonly tables: readonly TableDescription[];
  readonly onError: (error: unknown) => void;
}

/** The operations that are forwarded to dynalite; all others are rejected by name. */
const OPERATIONS = [
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'DescribeTable',
];

/** The interval of removals of expired rows; DynamoDB removes them within days. */
const TTL_INTERVAL_MS = 3_600_000;

/** Serves DynamoDB by dynalite. Checks signatures, IAM and keys before, which dynalite does not. */
export class DynamoDb {
  readonly service: AwsService;
  readonly #options: DynamoDbOptions;
  readonly #agent = new Agent({ keepAlive: true });
  #store: ReturnType<typeof dynalite> | undefined;
  #sweep: Timer | undefined;

  private constructor(options: DynamoDbOptions) {
    this.#options = options;
    const unsupported = createJsonService({ name: 'DynamoDB', version: '1.0', operations: {} });
    this.service = {
      ...unsupported,
      handle: (request) =>
        OPERATIONS.includes(unsupported.identifyOperation(request))
          ? this.#forward(request)
          : unsupported.handle(request),
    };
  }

  /** Opens the store and creates missing tables. */
  static async open(options: DynamoDbOptions): Promise<DynamoDb> {
    const dynamoDb = new DynamoDb(options);
    await dynamoDb.#start();
    return dynamoDb;
  }

  async close(): Promise<void> {
    this.#sweep?.cancel();
    this.#agent.destroy();
    const store = this.#store;
    if (store === undefined) return;
    store.closeAllConnections();
    await new Promise<void>((resolve, reject) => store.close((error) => (error ? reject(error) : resolve())));
  }

  async #start(): Promise<void> {
    const path = join(this.#options.dataDir, 'rows');
    mkdirSync(path, { recursive: true });
    this.#store = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    const [answer] = this.#store.listeners('request') as RequestListener[];
    this.#store.removeAllListeners('request');
    this.#store.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (hasOwnHost(request)) answer!(request, response);
      else refuseForeignHost(request, response);
    });
    this.#store.listen(0, '127.0.0.1');
    await once(this.#store, 'listening');
    const { TableNames } = (await this.#call('ListTables', {})) as { TableNames: string[] };
    for (const table of this.#options.tables)
      if (!TableNames.includes(table.name)) await this.#call('CreateTable', buildCreateTableInput(table));
    this.#scheduleSweep();
  }

  /** Checks IAM for the table or index and for the table's key, then forwards the request. */
  async #forward(request: AwsRequest): Promise<AwsResponse> {
    const operation = this.service.identifyOperation(request);
    const input = JSON.parse(request.payload.toString()) as Record<string, unknown>;
    for (const name of tableNames(input)) {
      const table = this.#options.tables.find((one) => one.name === name || one.arn === name);
      if (table === undefined)
        throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
      const index = typeof input.IndexName === 'string' ? `/index/${input.IndexName}` : '';
      request.authorize(`dynamodb:${operation}`, table.arn + index);
      if (table.keyArn !== undefined && operation !== 'DescribeTable')
        request.authorize('kms:Decrypt', table.keyArn, {
          'kms:ViaService': `dynamodb.${this.#options.region}.amazonaws.com`,
        });
    }
    const { message, body } = await this.#post(operation, request.payload);
    const headers: Record<string, string> = {};
    for (const name of ['content-type', 'x-amz-crc32']) {
      const value = message.headers[name];
      if (typeof value === 'string') headers[name] = value;
    }
    return { status: message.statusCode ?? 500, headers, body };
  }

  async #call(operation: string, input: object): Promise<unknown> {
    const { message, body } = await this.#post(operation, Buffer.from(JSON.stringify(input)));
    if (message.statusCode !== 200) throw new Error(`dynalite rejected ${operation}: ${body.toString()}`);
    return JSON.parse(body.toString());
  }

  async #post(operation: string, payload: Buffer): Promise<{ message: IncomingMessage; body: Buffer }> {
    const { port } = this.#store!.address() as AddressInfo;
    const request = httpRequest({
      agent: this.#agent,
      host: '127.0.0.1',
      port,
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'content-length': payload.length,
        // dynalite requires a signature, but does not verify it.
        'x-amz-date': '20260101T000000Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
    });
    request.end(payload);
    const [message] = (await once(request, 'response')) as [IncomingMessage];
    return { message, body: await buffer(message) };
  }

  #scheduleSweep(): void {
    this.#sweep = this.#options.clock.after(TTL_INTERVAL_MS, () => {
      this.#removeExpired()
        .catch(this.#options.onError)
        .finally(() => this.#scheduleSweep());
    });
  }

  async #removeExpired(): Promise<void> {
    const now = Math.floor(this.#options.clock.now() / 1000);
    for (const { name, ttlAttribute, hashKey, rangeKey } of this.#options.tables) {
      if (ttlAttribute === undefined) continue;
      const filter = {
        TableName: name,
        FilterExpression: '#ttl < :now',
        ExpressionAttributeNames: { '#ttl': ttlAttribute },
        ExpressionAttributeValues: { ':now': { N: String(now) } },
      };
      let start: unknown;
      do {
        const page = (await this.#call('Scan', { ...filter, ExclusiveStartKey: start })) as {
          Items: Record<string, unknown>[];
          LastEvaluatedKey?: unknown;
        };
        for (const item of page.Items) {
          const Key = Object.fromEntries(
            [hashKey, rangeKey].filter((key) => key !== undefined).map((key) => [key, item[key]]),
          );
          await this.#call('DeleteItem', { TableName: name, Key });
        }
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
    }
  }
}

function tableNames(input: Record<string, unknown>): string[] {
  if (typeof input.TableName === 'string') return [input.TableName];
  const { RequestItems } = input;
  if (typeof RequestItems === 'object' && RequestItems !== null) return Object.keys(RequestItems);
  throw new AwsError('ValidationException', 'The request does not name a table.');
}
