// The arithmetic of the page: prepare_digit and the forward pass of notebook 16, in another language.
// A picture or a matrix is an array of rows here; a digit is 784 bytes; a layer is {W, b, activation}.

const FAINT = 0.2, SIDE = 28, BOX = 20, MIDDLE = 14;
const CONTRAST = 0.12, SMALLEST = 12, GAP = 0.12, PART = 0.2, WIDEST = 2.3;
const sum = numbers => numbers.reduce((total, number) => total + number, 0);
const range = (length, of) => Array.from({ length }, (_, i) => of(i));
const transpose = A => range(A[0].length, j => A.map(row => row[j]));

function multiply(A, B) {
  const columns = transpose(B);
  return A.map(row => columns.map(column => row.reduce((total, a, k) => total + a * column[k], 0)));
}

function solve(A, b) {
  const rows = A.map((row, i) => [...row, b[i]]), n = rows.length;
  for (let k = 0; k < n; k++) {
    const largest = range(n - k, i => k + i).reduce((p, i) => Math.abs(rows[i][k]) > Math.abs(rows[p][k]) ? i : p);
    [rows[k], rows[largest]] = [rows[largest], rows[k]];
    for (let i = 0; i < n; i++) {
      const factor = i === k ? 0 : rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  return rows.map((row, k) => row[n] / row[k]);
}

function fitPaper(grey, rounds = 4) {
  const height = grey.length, width = grey[0].length, values = Float64Array.from(grey.flat());
  const sorted = values.slice().sort(), half = values.length / 2;
  const surface = new Float64Array(values.length).fill((sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2);
  const t = new Float64Array(6);  // 1, x, y, x², xy, y² of one pixel at a time
  const terms = i => {
    const x = -1 + 2 * (i % width) / (width - 1), y = -1 + 2 * Math.floor(i / width) / (height - 1);
    t[0] = 1; t[1] = x; t[2] = y; t[3] = x * x; t[4] = x * y; t[5] = y * y;
  };
  let keep;
  for (let round = 0; round < rounds; round++) {
    const distance = values.map((value, i) => Math.abs(value - surface[i]));
    const limit = distance.reduce((a, b) => Math.max(a, b)) / 2;
    const A = range(6, () => new Float64Array(6)), b = new Float64Array(6);
    keep = distance.map(d => d <= limit);
    for (let i = 0; i < values.length; i++) {
      if (!keep[i]) continue;
      terms(i);
      for (let p = 0; p < 6; p++) {
        b[p] += t[p] * values[i];
        for (let q = 0; q < 6; q++) A[p][q] += t[p] * t[q];
      }
    }
    const c = solve(A, b);
    for (let i = 0; i < values.length; i++) {
      terms(i);
      surface[i] = c[0] + c[1] * t[1] + c[2] * t[2] + c[3] * t[3] + c[4] * t[4] + c[5] * t[5];
    }
  }
  return [surface, keep];
}

function findInk(grey) {
  const [paper, isPaper] = fitPaper(grey), width = grey[0].length;
  const difference = paper.map((value, i) => value - grey[Math.floor(i / width)][i % width]);
  const ink = difference.filter((_, i) => !isPaper[i]);
  const contrast = ink.length ? sum(ink) / ink.length : 0;
  if (Math.abs(contrast) < CONTRAST) throw new Error("There is nothing to be seen yet.");
  const share = value => Math.min(Math.max((value / contrast - FAINT) / (1 - FAINT), 0), 1);
  return grey.map((row, y) => row.map((_, x) => share(difference[y * width + x])));
}

function runs(profile) {
  const found = [], total = sum(profile);
  profile.forEach((value, i) => {
    if (value > 0 && !(profile[i - 1] > 0)) found.push({ start: i, stop: i, share: 0 });
    if (value > 0) Object.assign(found.at(-1), { stop: i + 1, share: found.at(-1).share + value / total });
  });
  return found;
}

function crop(ink, speck = 0.02) {
  for (const axis of [0, 1, 0, 1]) {
    const profile = axis ? ink.map(sum) : transpose(ink).map(sum), parts = runs(profile).filter(p => p.share >= speck);
    const first = parts[0].start, last = parts.at(-1).stop;
    for (let i = 1; i < parts.length; i++) {
      const before = sum(parts.slice(0, i).map(p => p.share)), after = sum(parts.slice(i).map(p => p.share));
      if (parts[i].start - parts[i - 1].stop > GAP * (last - first) && Math.min(before, after) > PART)
        throw new Error("These seem to be two digits: draw one at a time.");
    }
    ink = axis ? ink.slice(first, last) : ink.map(row => row.slice(first, last));
  }
  if (Math.max(ink.length, ink[0].length) < SMALLEST) throw new Error("This is too small: draw it larger.");
  if (ink[0].length > WIDEST * ink.length) throw new Error("This is wider than any digit: draw one digit, upright.");
  return ink;
}

function areaWeights(length, cells) {
  const width = length / cells, overlap = (i, j) => Math.min(i * width + width, j + 1) - Math.max(i * width, j);
  return range(cells, i => range(length, j => Math.max(overlap(i, j), 0) / width));
}

function fitBox(ink, side = BOX) {
  const longer = Math.max(ink.length, ink[0].length), cells = n => Math.max(1, Math.floor(side * n / longer + 0.5));
  const rows = areaWeights(ink.length, cells(ink.length)), columns = areaWeights(ink[0].length, cells(ink[0].length));
  return multiply(multiply(rows, ink), transpose(columns));
}

function center(ink) {
  const place = mass => {
    const balance = sum(mass.map((m, i) => i * m)) / sum(mass);
    return Math.min(Math.max(MIDDLE - Math.floor(balance + 0.5 + 1e-9), 0), SIDE - mass.length);
  };
  const down = place(ink.map(sum)), right = place(transpose(ink).map(sum));
  return range(SIDE, y => range(SIDE, x => ink[y - down]?.[x - right] ?? 0));
}

function prepareDigit(grey) {
  return Uint8Array.from(center(fitBox(crop(findInk(grey)))).flat(), value => Math.floor(255 * value + 0.5));
}

const ACTIVATIONS = {
  relu: Z => Z.map(z => Math.max(z, 0)),
  leaky_relu: Z => Z.map(z => z > 0 ? z : 0.01 * z),
  sigmoid: Z => Z.map(z => 1 / (1 + Math.exp(-z))),
  tanh: Z => Z.map(Math.tanh),
  linear: Z => Z,
  softmax: Z => {
    const e = Z.map(z => Math.exp(z - Math.max(...Z)));
    return e.map(value => value / sum(e));
  },
};

function forward(layers, digit) {
  let A = Array.from(digit, byte => byte / 255);
  for (const { W, b, activation } of layers)
    A = ACTIVATIONS[activation](b.map((bias, i) => A.reduce((total, a, j) => total + W[i][j] * a, bias)));
  return A;
}
