import { deflateSync, inflateSync } from 'node:zlib';

/** Each pixel's red, green, blue and opacity in one number, row by row. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint32Array;
}

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/**
 * The same picture with few colours: a third of the size for screens full of plain surfaces, and for icons.
 * @param png 8 bits per channel, RGB or RGBA, not interlaced: what browsers write
 * @param colours how many at most; up to 256
 * @throws Error for any other PNG
 */
export function smallPng(png: Uint8Array, colours = 256): Uint8Array {
  return writeIndexed(readPng(Buffer.from(png)), colours);
}

function readPng(png: Buffer): Pixels {
  const parts: Buffer[] = [];
  let width = 0;
  let height = 0;
  let channels = 0;
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      width = data.readUInt32BE(0);
      height = data.readUInt32BE(4);
      channels = data[9] === 2 ? 3 : data[9] === 6 ? 4 : 0;
      if (channels === 0 || data[8] !== 8 || data[12] !== 0)
        throw new Error('not a PNG that a browser wrote');
    }
    if (type === 'IDAT') parts.push(data);
    at += length + 12;
  }
  const raw = unfilter(inflateSync(Buffer.concat(parts)), width * channels, height, channels);
  const rgba = new Uint32Array(width * height);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const [red = 0, green = 0, blue = 0, alpha = 255] = raw.subarray(
      pixel * channels,
      (pixel + 1) * channels,
    );
    // What is not seen at all has no colour.
    rgba[pixel] = alpha === 0 ? 0 : ((red << 24) | (green << 16) | (blue << 8) | alpha) >>> 0;
  }
  return { width, height, rgba };
}

/** PNG (RFC 2083), section 6: each row says how it was predicted from its neighbours. */
function unfilter(data: Buffer, stride: number, height: number, step: number): Uint8Array {
  const out = new Uint8Array(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = data[row * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = row * stride + x;
      const left = x >= step ? (out[at - step] ?? 0) : 0;
      const above = row > 0 ? (out[at - stride] ?? 0) : 0;
      const corner = x >= step && row > 0 ? (out[at - stride - step] ?? 0) : 0;
      const guess =
        filter === 1
          ? left
          : filter === 2
            ? above
            : filter === 3
              ? (left + above) >> 1
              : filter === 4
                ? paeth(left, above, corner)
                : 0;
      out[at] = (data[row * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return out;
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** The most frequent colours (a little coarser first, until they fit), and for every other one its nearest. */
function paletteOf({ rgba }: Pixels, most: number): { palette: Colour[]; index: (colour: number) => number } {
  const counts = new Map<number, number>();
  for (const colour of rgba) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const split = (colour: number): Colour => [
    colour >>> 24,
    (colour >>> 16) & 255,
    (colour >>> 8) & 255,
    colour & 255,
  ];
  const distance = (one: Colour, other: Colour): number =>
    one.reduce((sum, channel, at) => sum + (channel - (other[at] ?? 0)) ** 2, 0);
  const byCount = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  const palette: Colour[] = [];
  // A colour joins the palette when none in it is near; the wanted nearness shrinks until all places are taken.
  for (const near of [600, 150, 40, 0]) {
    for (const colour of byCount) {
      if (palette.length >= most) break;
      const candidate = split(colour);
      if (palette.every(one => distance(one, candidate) > near)) palette.push(candidate);
    }
  }
  const known = new Map<number, number>();
  const index = (colour: number): number => {
    const found = known.get(colour);
    if (found !== undefined) return found;
    const wanted = split(colour);
    let best = 0;
    for (let at = 1; at < palette.length; at += 1)
      if (distance(palette[at]!, wanted) < distance(palette[best]!, wanted)) best = at;
    known.set(colour, best);
    return best;
  };
  return { palette, index };
}

function writeIndexed(pixels: Pixels, colours: number): Uint8Array {
  const { width, height, rgba } = pixels;
  const { palette, index } = paletteOf(pixels, colours);
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1)
    for (let x = 0; x < width; x += 1) rows[row * (width + 1) + 1 + x] = index(rgba[row * width + x] ?? 0);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(colour => colour.slice(0, 3)))),
    ...(palette.some(colour => colour[3] < 255)
      ? [chunk('tRNS', Buffer.from(palette.map(colour => colour[3])))]
      : []),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
