/**
 * Cuts what arrives of an AWS event stream into its frames: four bytes with the frame's length, four with that of its
 * headers, a checksum of these eight, headers, payload, a checksum of everything before it.
 * Source: the event stream encoding of the Smithy specification (smithy.io, amazon-eventstream).
 */
import { crc32 } from 'node:zlib';

const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;
/** The longest that the encoding allows: headers of 128 KiB and a payload of 24 MiB. */
const LONGEST_FRAME = PRELUDE_BYTES + 2 ** 17 + 24 * 2 ** 20 + CHECKSUM_BYTES;

export interface Frame {
  /** The whole frame, as it came. */
  readonly bytes: Buffer;
  readonly headers: Buffer;
  readonly payload: Buffer;
}

export interface FrameCutter {
  /**
   * @param chunk bytes as they came from the socket.
   * @returns the frames that are whole now, as views of the bytes that were given.
   * @throws {Error} when the bytes are no event stream, or not as they were sent.
   */
  take(chunk: Buffer): readonly Frame[];
  /** Whether a frame has begun that is not whole yet. */
  readonly pending: boolean;
}

export function frameCutter(): FrameCutter {
  let kept: Buffer = Buffer.alloc(0);
  return {
    take(chunk) {
      const bytes = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
      const frames: Frame[] = [];
      let at = 0;
      while (bytes.length - at >= PRELUDE_BYTES) {
        const length = bytes.readUInt32BE(at);
        if (length < PRELUDE_BYTES + CHECKSUM_BYTES || length > LONGEST_FRAME)
          throw new Error(`This is no event stream: it has a frame of ${length} bytes.`);
        if (bytes.length - at < length) break;
        frames.push(frameOf(bytes.subarray(at, at + length)));
        at += length;
      }
      kept = bytes.subarray(at);
      return frames;
    },
    get pending() {
      return kept.length > 0;
    },
  };
}

function frameOf(bytes: Buffer): Frame {
  const end = bytes.length - CHECKSUM_BYTES;
  // It covers the prelude, too: no need to look at the prelude's own.
  if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32BE(end))
    throw new Error('A frame of the event stream does not match its checksum.');
  const payloadAt = PRELUDE_BYTES + bytes.readUInt32BE(4);
  return { bytes, headers: bytes.subarray(PRELUDE_BYTES, payloadAt), payload: bytes.subarray(payloadAt, end) };
}
