import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { QuestionKey, QuestionPicture } from '../../contract/question.ts';
import { PICTURE_TYPES } from '../../core/media-types.ts';
import { forgottenAt, type Question, type QuestionStore } from '../../desk/index.ts';
import { DESK_TABLE, partitionKeyOf } from '../desk-table.ts';

/**
 * Questions in a table of DynamoDB. A question and its picture are two items: whoever asks how it stands, once in some seconds, reads
 * none of the picture.
 */
export class DynamodbStore implements QuestionStore {
  readonly #tableName: string;
  readonly #client: DynamoDBClient;
  readonly #options: { readonly abortSignal?: AbortSignal };

  /** @param options.signal - ends what hangs, whichever attempt it is, and refuses what comes after */
  constructor(
    tableName: string,
    options: { readonly client?: DynamoDBClient | undefined; readonly signal?: AbortSignal | undefined } = {},
  ) {
    this.#tableName = tableName;
    this.#client = options.client ?? sharedClient();
    this.#options = options.signal === undefined ? {} : { abortSignal: options.signal };
  }

  async create(question: Question, picture: QuestionPicture | undefined): Promise<boolean> {
    const items = [
      { [SK]: { S: 'question' }, ...attributesOf(question) },
      ...(picture === undefined ? [] : [{ [SK]: { S: 'picture' }, ...pictureAttributes(picture) }]),
    ];
    try {
      // Both or none: a question that is there is never left with the picture of another one.
      await this.#client.send(
        new TransactWriteItemsCommand({
          TransactItems: items.map((item) => ({
            Put: {
              TableName: this.#tableName,
              Item: { [PK]: { S: partitionKeyOf(question) }, [TTL]: { N: ttlOf(question) }, ...item },
              ConditionExpression: 'attribute_not_exists(#pk)',
              ExpressionAttributeNames: { '#pk': PK },
            },
          })),
        }),
        this.#options,
      );
      return true;
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
  }

  async read(key: QuestionKey): Promise<Question | undefined> {
    const item = await this.#item(key, 'question');
    return item?.value?.S === undefined ? undefined : JSON.parse(item.value.S);
  }

  async picture(key: QuestionKey): Promise<QuestionPicture | undefined> {
    const item = await this.#item(key, 'picture');
    const bytes = item?.bytes?.B;
    const mediaType = PICTURE_TYPES.find((type) => type === item?.mediaType?.S);
    if (bytes === undefined || mediaType === undefined) return undefined;
    return { mediaType, base64: Buffer.from(bytes).toString('base64') };
  }

  async replace(question: Question): Promise<boolean> {
    const { version, value } = attributesOf(question);
    try {
      await this.#client.send(
        new UpdateItemCommand({
          TableName: this.#tableName,
          Key: { [PK]: { S: partitionKeyOf(question) }, [SK]: { S: 'question' } },
          UpdateExpression: 'SET #version = :version, #value = :value',
          ConditionExpression: '#version = :before',
          ExpressionAttributeNames: { '#version': 'version', '#value': 'value' },
          ExpressionAttributeValues: {
            ':version': version,
            ':value': value,
            ':before': { N: String(question.version - 1) },
          },
        }),
        this.#options,
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async #item(key: QuestionKey, part: 'question' | 'picture') {
    const { Item } = await this.#client.send(
      new GetItemCommand({
        TableName: this.#tableName,
        Key: { [PK]: { S: partitionKeyOf(key) }, [SK]: { S: part } },
        // What was answered a moment ago counts.
        ConsistentRead: true,
      }),
      this.#options,
    );
    return Item;
  }
}

const { partitionKey: PK, sortKey: SK, ttl: TTL } = DESK_TABLE;

let shared: DynamoDBClient | undefined;

/** One for all events of a process. People wait: what hangs is tried again rather than waited for. */
function sharedClient(): DynamoDBClient {
  shared ??= new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 2_000,
      // Without this the transport only warns and keeps waiting.
      throwOnRequestTimeout: true,
    },
  });
  return shared;
}

function attributesOf(question: Question): { version: { N: string }; value: { S: string } } {
  return { version: { N: String(question.version) }, value: { S: JSON.stringify(question) } };
}

function pictureAttributes({ mediaType, base64 }: QuestionPicture): {
  mediaType: { S: string };
  bytes: { B: Uint8Array };
} {
  return { mediaType: { S: mediaType }, bytes: { B: Buffer.from(base64, 'base64') } };
}

/** Rounded up: DynamoDB may delete from then on. */
function ttlOf(question: Question): string {
  return String(Math.ceil(forgottenAt(question) / 1000));
}

/** Others that write the same at the same time do not count: who asks again is told then. */
function isTaken(error: unknown): boolean {
  return (
    error instanceof TransactionCanceledException &&
    error.CancellationReasons?.some(({ Code }) => Code === 'ConditionalCheckFailed') === true
  );
}
