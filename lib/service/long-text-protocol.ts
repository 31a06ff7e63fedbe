import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols';
import { JsonCodec2, JsonShapeSerializer2 } from '@smithy/core/protocols';
import { jsonPieces } from './json-pieces.ts';

/**
 * The protocol of the SDK, byte for byte, but long texts of bodies are written by the engine: the SDK escapes a screenshot of a
 * megabyte character by character, which takes ten times as long.
 */
export class LongTextProtocol extends AwsRestJsonProtocol {
  constructor(settings: ProtocolSettings) {
    super({
      ...settings,
      jsonCodec: new LongTextCodec(new AwsRestJsonProtocol(settings).getPayloadCodec().settings),
    });
  }
}

type ProtocolSettings = ConstructorParameters<typeof AwsRestJsonProtocol>[0];

class LongTextCodec extends JsonCodec2 {
  override createSerializer(): LongTextSerializer {
    const serializer = new LongTextSerializer(this.settings);
    if (this.serdeContext !== undefined) serializer.setSerdeContext(this.serdeContext);
    return serializer;
  }
}

class LongTextSerializer extends JsonShapeSerializer2 {
  /** What stands before the text that is being written, in pieces. */
  #pieces: (Uint8Array | string)[] = [];

  override write(...given: Parameters<JsonShapeSerializer2['write']>): void {
    // Of a body that could not be written, nothing stays.
    this.#pieces = [];
    super.write(...given);
  }

  protected override writeJsonString(text: string): void {
    if (text.length < LONG_TEXT) super.writeJsonString(text);
    // A body is an object, so that something stands before each text of it.
    else this.#pieces.push(super.flush(), ...jsonPieces(text));
  }

  override flush(): Uint8Array {
    const last = super.flush();
    if (this.#pieces.length === 0) return last;
    const pieces = [...this.#pieces, last];
    this.#pieces = [];
    const body = Buffer.allocUnsafe(pieces.reduce((length, piece) => length + Buffer.byteLength(piece), 0));
    let at = 0;
    for (const piece of pieces) {
      if (typeof piece === 'string') at += body.write(piece, at);
      else {
        body.set(piece, at);
        at += piece.byteLength;
      }
    }
    return body;
  }
}

/** In UTF-16 code units: of shorter ones, the SDK is as fast. */
const LONG_TEXT = 512;
