import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createWorker, OEM, type Bbox, type Worker } from 'tesseract.js';

/** A line of text with its words; boxes in pixels, confidence from 0 to 100. */
export interface RecognizedLine {
  readonly text: string;
  readonly confidence: number;
  readonly bbox: Bbox;
  readonly words: readonly Omit<RecognizedLine, 'words'>[];
}

const require = createRequire(import.meta.url);
const languageData = join(dirname(require.resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int');

/** Recognizes text with Tesseract in a worker thread that starts with the first request. */
export class TextRecognitionWorker {
  #worker: Promise<Worker> | undefined;

  /** Starts the worker and loads the language. */
  warm(): void {
    this.#worker ??= this.#start();
  }

  async recognize(content: Buffer): Promise<RecognizedLine[]> {
    this.#worker ??= this.#start();
    const worker = await this.#worker;
    const { data } = await worker.recognize(content, {}, { text: false, blocks: true });
    return (data.blocks ?? []).flatMap(({ paragraphs }) =>
      paragraphs.flatMap(({ lines }) =>
        lines.map((line) => ({ ...pickText(line), words: line.words.map((word) => pickText(word)) })),
      ),
    );
  }

  async close(): Promise<void> {
    await (await this.#worker)?.terminate();
  }

  #start(): Promise<Worker> {
    return createWorker('eng', OEM.LSTM_ONLY, {
      langPath: languageData,
      gzip: true,
      cacheMethod: 'none',
      // Without a handler tesseract.js throws an uncaught error in addition to the rejection of the call.
      errorHandler: () => undefined,
    });
  }
}

/** Drops symbols and choices, which take a hundred times as much memory. */
const pickText = ({ text, confidence, bbox }: Omit<RecognizedLine, 'words'>) => ({ text, confidence, bbox });
