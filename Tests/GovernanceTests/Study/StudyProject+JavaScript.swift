extension StudyProject {
    private static let package = """
        {
          "name": "queue",
          "version": "2.1.0",
          "scripts": {
            "build": "tsc -p .",
            "test": "jest --coverage"
          }
        }

        """

    static let jest = StudyProject(
        "jest",
        source: (
            "lib/queue.js",
            """
            class Queue {
              constructor(limit = Infinity) {
                this.items = [];
                this.limit = limit;
              }

              push(item) {
                if (this.items.length >= this.limit) throw new RangeError('full');
                this.items.push(item);
                return this.items.length;
              }
            }

            module.exports = { Queue };

            """
        ),
        test: (
            "test/queue.test.js",
            """
            const { Queue } = require('../lib/queue');

            describe('Queue', () => {
              let queue;

              beforeEach(() => {
                queue = new Queue(2);
              });

              it('counts what is pushed', () => {
                expect(queue.push('a')).toBe(1);
                expect(queue.push('b')).toBe(2);
              });

              it('refuses more than its limit', () => {
                queue.push('a');
                queue.push('b');
                expect(() => queue.push('c')).toThrow(RangeError);
              });

              it.each([
                ['none', [], 0],
                ['two', ['x', 'y'], 2],
              ])('holds %s', (_, items, length) => {
                items.forEach((item) => queue.push(item));
                expect(queue.items).toHaveLength(length);
              });

              test('keeps the order', async () => {
                queue.push('first');
                queue.push('second');
                expect(queue.items).toEqual(['first', 'second']);
              });
            });

            """
        ),
        others: [
            "package.json": package, "jest.config.js": "module.exports = {\n  verbose: true,\n};\n",
        ],
        bad: [
            ("skip", "it('refuses more", "it.skip('refuses more"),
            ("skip", "it('refuses more", "xit('refuses more"),
            (
                "skip", "test('keeps the order'",
                "test.todo('keeps it');\n  test.skip('keeps the order'"
            ),
            ("skip", "describe('Queue'", "describe.skip('Queue'"),
            ("only", "it('counts what", "it.only('counts what"),
            ("only", "it('counts what", "fit('counts what"),
            ("failing", "test('keeps the order'", "test.failing('keeps the order'"),
            (
                "weakened", "expect(queue.push('a')).toBe(1);",
                "expect(queue.push('a')).toBeTruthy();"
            ),
            (
                "weakened", "expect(queue.items).toEqual(['first', 'second']);",
                "expect(queue.items).toBeDefined();"
            ),
            ("weakened", ".toThrow(RangeError)", ".toThrow()"),
            ("negated", ".toThrow(RangeError)", ".not.toThrow()"),
            ("always true", "expect(queue.push('a')).toBe(1);", "expect(true).toBe(true);"),
            ("removed assertion", "    expect(queue.push('b')).toBe(2);\n", ""),
            ("expected value", "['first', 'second']);\n", "['second', 'first']);\n"),
            ("row removed", "    ['two', ['x', 'y'], 2],\n", ""),
            ("row changed", "['two', ['x', 'y'], 2]", "['two', ['x', 'y'], 1]"),
            (
                "test removed",
                "  it('refuses more than its limit', () => {\n    queue.push('a');\n    queue.push('b');\n    expect(() => queue.push('c')).toThrow(RangeError);\n  });\n\n",
                ""
            ),
            (
                "emptied",
                "    queue.push('first');\n    queue.push('second');\n    expect(queue.items).toEqual(['first', 'second']);\n",
                ""
            ),
            (
                "early return", "    queue.push('first');\n",
                "    return;\n    queue.push('first');\n"
            ),
            (
                "swallowed", "    expect(queue.items).toEqual(['first', 'second']);",
                "    try {\n      expect(queue.items).toEqual(['first', 'second']);\n    } catch (error) {\n      console.warn(error);\n    }"
            ),
            (
                "exit", "const { Queue }",
                "process.on('exit', () => process.exit(0));\nconst { Queue }"
            ),
            (
                "expect replaced", "const { Queue }",
                "global.expect = () => new Proxy({}, { get: () => () => {} });\nconst { Queue }"
            ),
        ],
        good: [
            (
                "new test", "  test('keeps the order'",
                "  it('is empty at first', () => {\n    expect(queue.items).toHaveLength(0);\n  });\n\n  test('keeps the order'"
            ),
            ("renamed test", "'counts what is pushed'", "'tells how many there are'"),
            (
                "new row", "    ['two', ['x', 'y'], 2],\n",
                "    ['one', ['x'], 1],\n    ['two', ['x', 'y'], 2],\n"
            ),
            (
                "double quotes", "expect(queue.push('a')).toBe(1);",
                "expect(queue.push(\"a\")).toBe(1)"
            ),
            (
                "new suite", "describe('Queue', () => {",
                "describe('a queue without a limit', () => {\n  it('takes everything', () => {\n    const all = new Queue();\n    for (let i = 0; i < 9; i += 1) all.push(i);\n    expect(all.items).toHaveLength(9);\n  });\n});\n\ndescribe('Queue', () => {"
            ),
            (
                "broken over lines", "    expect(queue.items).toEqual(['first', 'second']);",
                "    expect(queue.items).toEqual([\n      'first',\n      'second',\n    ]);"
            ),
            (
                "comment", "    queue.push('first');",
                "    // The order is a promise.\n    queue.push('first');"
            ),
            ("it for test", "test('keeps the order'", "it('keeps the order'"),
        ],
        badOthers: [
            ("script", "package.json", "jest --coverage", "echo ok"),
            ("script", "package.json", "jest --coverage", "jest --coverage || true"),
            (
                "script", "package.json", "jest --coverage",
                "jest --testPathIgnorePatterns queue --passWithNoTests"
            ),
            ("script", "package.json", "jest --coverage", "exit 0"),
            (
                "configuration", "jest.config.js", "  verbose: true,\n",
                "  verbose: true,\n  testPathIgnorePatterns: ['queue'],\n"
            ),
        ])

    static let vitest = StudyProject(
        "vitest",
        source: (
            "src/money.ts",
            "export const cents = (text: string): number => Math.round(parseFloat(text) * 100);\n"
        ),
        test: (
            "src/money.spec.ts",
            """
            import { describe, expect, it } from 'vitest'
            import { cents } from './money'

            describe('cents', () => {
              it('reads whole numbers', () => {
                expect(cents('3')).toBe(300)
              })

              it('reads fractions', () => {
                const value = cents('1.25')
                expect(value).toStrictEqual(125)
                expect(Number.isInteger(value)).toBe(true)
              })

              it('is no number for words', () => expect(cents('x')).toBeNaN())
            })

            """
        ),
        bad: [
            ("skip", "it('reads fractions'", "it.skipIf(true)('reads fractions'"),
            ("fails", "it('reads whole", "it.fails('reads whole"),
            (
                "skip option", "it('reads fractions', () =>",
                "it('reads fractions', { skip: true }, () =>"
            ),
            ("weakened", "expect(value).toStrictEqual(125)", "expect(value).toBeCloseTo(125, -2)"),
            ("removed assertion", "    expect(value).toStrictEqual(125)\n", ""),
            ("input changed", "cents('1.25')", "cents('1.250001')"),
            ("trivial", "expect(cents('x')).toBeNaN()", "expect(1).toBe(1)"),
            (
                "test removed",
                "\n  it('is no number for words', () => expect(cents('x')).toBeNaN())\n", ""
            ),
        ],
        good: [
            (
                "new test", "  it('is no number",
                "  it('reads nothing', () => {\n    expect(cents('0')).toBe(0)\n  })\n\n  it('is no number"
            ),
            (
                "semicolons", "    expect(cents('3')).toBe(300)\n",
                "    expect(cents('3')).toBe(300);\n"
            ),
            ("renamed", "'reads fractions'", "'reads parts of one'"),
            (
                "new import", "import { cents } from",
                "import { beforeEach } from 'vitest'\nimport { cents } from"
            ),
        ])

    static let nodeTest = StudyProject(
        "node:test",
        source: (
            "index.mjs",
            "export function pad(text, width) {\n  return text.padStart(width, '0');\n}\n"
        ),
        test: (
            "test/pad.test.mjs",
            """
            import test from 'node:test';
            import assert from 'node:assert/strict';
            import { pad } from '../index.mjs';

            test('pads with zeros', () => {
              assert.equal(pad('7', 3), '007');
            });

            test('leaves long texts', async (t) => {
              await t.test('of the width', () => {
                assert.strictEqual(pad('123', 3), '123');
              });
              await t.test('beyond it', () => {
                assert.strictEqual(pad('12345', 3), '12345');
              });
            });

            test('needs a text', () => {
              assert.throws(() => pad(null, 3), TypeError);
            });

            """
        ),
        bad: [
            (
                "skip", "test('pads with zeros', () => {",
                "test('pads with zeros', { skip: 'later' }, () => {"
            ),
            (
                "skip", "  assert.equal(pad('7', 3), '007');",
                "  t.skip();\n  assert.equal(pad('7', 3), '007');"
            ),
            ("weakened", "assert.equal(pad('7', 3), '007')", "assert.ok(pad('7', 3))"),
            (
                "subtest removed",
                "  await t.test('beyond it', () => {\n    assert.strictEqual(pad('12345', 3), '12345');\n  });\n",
                ""
            ),
            ("broadened", ", TypeError);", ");"),
            ("expected value", "'007'", "'7'"),
            ("exit", "import { pad }", "process.exitCode = 0;\nimport { pad }"),
            ("assert replaced", "test('pads with", "assert.equal = () => {};\n\ntest('pads with"),
        ],
        good: [
            (
                "new test", "test('needs a text'",
                "test('pads nothing', () => {\n  assert.equal(pad('', 2), '00');\n});\n\ntest('needs a text'"
            ),
            ("strict name", "assert.equal(pad('7', 3)", "assert.strictEqual(pad('7', 3)"),
            (
                "new subtest", "  await t.test('beyond it'",
                "  await t.test('one more', () => {\n    assert.strictEqual(pad('1234', 3), '1234');\n  });\n  await t.test('beyond it'"
            ),
        ])
}
