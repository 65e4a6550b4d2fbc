import { Handles } from './handles.ts';
import { type Memory } from './memory.ts';

/** How values of one C++ type pass between C++ and JavaScript. */
interface Type {
  /** From a returned value or an argument on the stack. */
  from(value: number): unknown;
  /** From where it lies in memory. */
  read(pointer: number): unknown;
  to(value: unknown): number;
}

interface Field {
  name: string;
  type: number;
  getter: number;
  context: number;
}

type Imports = Record<string, (...values: number[]) => unknown>;
type Instance = Record<string, unknown>;

const VIEWS = [
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
];

/**
 * The part of Emscripten's embind that the decoders use: classes with constructors and methods, whole numbers, booleans,
 * objects of such fields as results, views of memory, and values of JavaScript that C++ makes (`emscripten/bind.h`, and
 * `val.h`). The scripts in the packages hold all of it, once a codec, ten times the bytes.
 *
 * @param classes what is registered comes here, by name: constructors whose instances have the methods and `delete`
 */
export function embindImports(memory: Memory, classes: Record<string, unknown>): Imports {
  const types = new Map<number, Type>();
  const structures = new Map<number, { destroy: number; fields: Field[] }>();
  const constructors = new Map<number, (values: unknown[]) => number>();
  const methods = new Map<
    number,
    Record<string, (this: { pointer: number }, ...values: unknown[]) => unknown>
  >();
  const callers: ((target: unknown, values: number) => number)[] = [];
  const handles = new Handles();

  const typeOf = (type: number): Type => types.get(type) ?? UNUSED;
  const wire = (wanted: readonly number[], values: readonly unknown[]): number[] =>
    wanted.map((type, index) => typeOf(type).to(values[index]));

  return {
    embind_register_void: (type) => types.set(type, { ...UNUSED, from: () => undefined }),
    embind_register_bool: (type) =>
      types.set(type, {
        from: (value) => value !== 0,
        read: (pointer) => memory.bytes[pointer] !== 0,
        to: (value) => (value === true ? 1 : 0),
      }),
    embind_register_integer: (type, _name, size, least) => {
      const bits = 32 - 8 * size;
      const from = (value: number): number =>
        least === 0 ? (value << bits) >>> bits : (value << bits) >> bits;
      types.set(type, { from, read: (pointer) => from(memory.word(pointer)), to: Number });
    },
    embind_register_memory_view: (type, kind) => {
      const read = (pointer: number): unknown =>
        new VIEWS[kind]!(memory.memory.buffer, memory.word(pointer + 4), memory.word(pointer));
      types.set(type, { ...UNUSED, from: read, read });
    },
    embind_register_emval: (type) => {
      const from = (handle: number): unknown => {
        const value = handles.value(handle);
        handles.drop(handle);
        return value;
      };
      types.set(type, {
        from,
        read: (pointer) => from(memory.word(pointer)),
        to: (value) => handles.give(value),
      });
    },
    embind_register_value_object: (type, _name, _s, _create, _t, destroy) =>
      structures.set(type, { destroy, fields: [] }),
    embind_register_value_object_field: (structure, name, type, _s, getter, context) =>
      structures.get(structure)!.fields.push({ name: memory.text(name), type, getter, context }),
    embind_finalize_value_object: (type) => {
      const { destroy, fields } = structures.get(type)!;
      const from = (pointer: number): unknown => {
        const values = fields.map(({ name, type: of, getter, context }) => [
          name,
          typeOf(of).from(memory.call(getter, context, pointer)),
        ]);
        memory.call(destroy, pointer);
        return Object.fromEntries(values) as unknown;
      };
      types.set(type, { ...UNUSED, from });
    },
    embind_register_class: (type, ...rest) => {
      const name = memory.text(rest[9]!);
      const destroy = rest[11]!;
      const prototype = { delete: remove } as never;
      function remove(this: { pointer: number }): void {
        memory.call(destroy, this.pointer);
      }
      methods.set(type, prototype);
      classes[name] = function (this: Instance, ...values: unknown[]) {
        this.pointer = constructors.get(type)!(values);
      };
      (classes[name] as { prototype: object }).prototype = prototype;
    },
    embind_register_class_constructor: (type, count, list, _s, invoker, context) => {
      const wanted = memory.words(list, count).slice(1);
      constructors.set(type, (values) => memory.call(invoker, context, ...wire(wanted, values)));
    },
    embind_register_class_function: (type, name, count, list, _s, invoker, context) => {
      const [result, , ...wanted] = memory.words(list, count);
      methods.get(type)![memory.text(name).split('(')[0]!] = function (...values) {
        return typeOf(result!).from(memory.call(invoker, context, this.pointer, ...wire(wanted, values)));
      };
    },
    emval_take_value: (type, pointer) => handles.give(typeOf(type).read(pointer)),
    emval_decref: (handle) => handles.drop(handle),
    emval_get_global: (name) => handles.give(Reflect.get(globalThis, memory.text(name))),
    // The codecs call nothing but constructors (kind 1): of arrays, over a view of their memory.
    emval_get_method_caller: (count, list) => {
      const [result, ...wanted] = memory.words(list, count);
      return callers.push((target, values) => {
        const read = wanted.map((type, index) => typeOf(type).read(values + 8 * index));
        return typeOf(result!).to(Reflect.construct(target as new () => object, read));
      });
    },
    emval_call: (caller, target, _destructors, values) => callers[caller - 1]!(handles.value(target), values),
    emval_run_destructors: (handle) => handles.drop(handle),
    embind_register_bigint: ignored,
    embind_register_float: ignored,
    embind_register_function: ignored,
    embind_register_std_string: ignored,
    embind_register_std_wstring: ignored,
  };
}

/** Registered by the C++ library, and used by none of the decoders. */
const ignored = (): void => undefined;

const unused = (): never => {
  throw new Error('The codec uses a type that this loader does not know.');
};
const UNUSED: Type = { from: unused, read: unused, to: unused };
