/** Programs without a grammar as outlines, by their lines. */
import { describe, expect, test } from '@jest/globals';
import { createOutliner } from '../src/engine/outline/outlineFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import type { Outline } from '../src/model/outline.ts';
import { outlineLines } from './support/outlineLines.ts';

const outlineFile = createOutliner(await loadCore(), { parseDeadline: 2000 });

function outline(path: string, code: string): Outline {
  return outlineFile({ path, mode: 'file', bytes: Buffer.from(code) });
}

const table: readonly { readonly name: string; readonly path: string; readonly code: string; readonly outline: string }[] = [
  {
    name: 'go, a test that leaves at once',
    path: 'a_test.go',
    code: `
func TestA(t *testing.T) {
	t.Skip("later")
	got := Total()
	if got != 3 {
		t.Errorf("got %d", got)
	}
}

func TestB(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	require.True(t, Ready())
}

func TestC(t *testing.T) {
	return
	require.True(t, Ready())
}

func TestD(t *testing.T) {
	if slow {
		return
	}
	require.True(t, Ready())
}
`,
    outline: `
read text
case 1 skipped: TestA
  4 exact: if got != 3 <got>
case 9 run: TestB
  13 truthy: require.True(t, Ready()) <Ready()>
case 16 run: TestC
  18 truthy guarded: require.True(t, Ready()) <Ready()>
case 21 run: TestD
  25 truthy: require.True(t, Ready()) <Ready()>
uses T Total got Short Ready
`,
  },
  {
    name: 'phpunit, errors that are swallowed',
    path: 'tests/CartTest.php',
    code: `<?php
class CartTest extends TestCase
{
    public function testA(): void
    {
        try {
            $this->assertSame(3, $cart->total());
        } catch (\\Throwable $e) {
        }
    }

    public function testB(): void
    {
        try {
            $this->assertSame(3, $cart->total());
        } catch (CartError $e) {
            $this->fail('no');
        }
    }
}
`,
    outline: `
read text
case 4 run: CartTest > testA
  7 exact guarded: this->assertSame(3, $cart->total()) <$cart->total()>
case 12 run: CartTest > testB
  15 exact: this->assertSame(3, $cart->total()) <$cart->total()>
  17 truthy guarded: this->fail('no') <'no'>
public 2: CartTest
uses total Throwable CartError fail
`,
  },
  {
    name: 'c, stubs and types',
    path: 'ring.c',
    code: `
struct ring {
    int slot[16];
    size_t head, tail;
};

void ring_init(struct ring *r) { (void)r; }

int ring_push(struct ring *r, int value)
{
    (void)r;
    (void)value;
    return -1;
}

int ring_size(struct ring *r)
{
    return r->tail - r->head;
}
`,
    outline: `
read text
public stub 1: ring
public stub 6: ring_init
public stub 8: ring_push
public 15: ring_size
uses tail head
`,
  },
  {
    name: 'go',
    path: 'cart/cart_test.go',
    code: `
package cart

import (
	"testing"
	"example.com/shop/price"
)

func TestTotal(t *testing.T) {
	got := Total(1, 2)
	if got != 3 {
		t.Errorf("got %d", got)
	}
	if err := Check(got); err != nil {
		t.Fatal(err)
	}
	t.Run("none", func(t *testing.T) {
		assert.Equal(t, 0, Total())
		if verbose {
			require.True(t, true)
		}
	})
}

func TestLater(t *testing.T) {
	t.Skip("not yet")
	require.Contains(t, Names(), "x")
}

func TestNothing(t *testing.T) {}

func helper() int { return 0 }
`,
    outline: `
read text
case 8 run: TestTotal
  10 exact: if got != 3 <got>
  13 truthy: if err := Check(got); err != nil <err>
case 16 run: TestTotal > none
  17 exact: assert.Equal(t, 0, Total()) <Total()>
  19 none guarded: require.True(t, true) <true>
case 24 skipped: TestLater
  26 partial: require.Contains(t, Names(), "x") <Names()>
case 29 run empty: TestNothing
private stub 31: helper
import 4: testing {*}
import 5: example.com/shop/price {*}
uses T Total got Check err Names
`,
  },
  {
    name: 'go, production',
    path: 'cart/cart.go',
    code: `
package cart

// Total adds.
func Total(n ...int) int {
	sum := 0
	for _, x := range n { sum += x }
	return sum
}
func (c *Cart) add(n int) error {
	panic("not implemented")
}
type Cart struct {
	items []int
}
func None() error { return nil }
`,
    outline: `
read text
public 4: Total
private stub 9: Cart.add
public stub 12: Cart
public stub 15: None
uses Cart
`,
  },
  {
    name: 'rust, tests beside the code',
    path: 'src/cart.rs',
    code: `
use std::fmt;
use crate::price::Price;

pub fn total<'a>(items: &'a [u32]) -> u32 {
    items.iter().sum()
}
fn later() -> u32 { todo!() }
pub struct Cart { items: Vec<u32> }
impl Cart {
    pub fn add(&mut self, n: u32) { self.items.push(n); }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn made() -> Cart { Cart { items: vec![] } }

    #[test]
    fn adds() {
        assert_eq!(total(&[1, 2]), 3);
        assert!(total(&[]) == 0, "none { open");
        assert!(true);
    }
    #[test]
    #[ignore]
    fn slow() { assert_ne!(total(&[1]), 2); }
    #[test]
    #[should_panic]
    fn panics() { later(); }
}
`,
    outline: `
read text
case 18 run: tests > adds
  20 exact: assert_eq!(total(&[1, 2]), 3) <total(&[1, 2])>
  21 exact: assert!(total(&[]) == 0, "none { open") <total(&[]) == 0>
  22 none: assert!(true) <true>
case 24 skipped: tests > slow
  26 partial: assert_ne!(total(&[1]), 2) <total(&[1])>
case 27 run: tests > panics
  28 partial: #[should_panic] <>
public 4: total
private stub 7: later
public stub 8: Cart
public 10: Cart.add
import 1: std::fmt {*}
import 2: crate::price::Price {*}
import 15: super {*}
uses std crate price Price iter sum todo! items push cfg made Cart adds total slow panics later
`,
  },
  {
    name: 'junit',
    path: 'src/test/java/CartTest.java',
    code: `
package shop;
import static org.junit.Assert.assertEquals;
import shop.price.Price;

public class CartTest {
    @Mock Price price;
    @Test
    public void adds() {
        Cart cart = new Cart(mock(Price.class));
        assertEquals(3, cart.total());
        assertThat(cart.names()).contains("x");
    }
    @Test @Disabled("slow")
    void later() { assertTrue(cart.isEmpty()); }
    private Cart made() { return new Cart(); }
}
`,
    outline: `
read text
case 7 run: CartTest > adds
  10 exact: assertEquals(3, cart.total()) <cart.total()>
  11 partial: assertThat(cart.names()).contains("x") <cart.names()>
case 13 skipped: CartTest > later
  14 truthy: assertTrue(cart.isEmpty()) <cart.isEmpty()>
public 5: CartTest
private 15: CartTest.made
import 2: org.junit.Assert.assertEquals {*}
import 3: shop.price.Price {*}
uses junit price Price CartTest Mock adds Cart mock total names contains Disabled later isEmpty
double 9: Price
`,
  },
  {
    name: 'rspec',
    path: 'spec/cart_spec.rb',
    code: `
require_relative '../lib/cart'
RSpec.describe Cart do
  before { allow(Price).to receive(:of).and_return(1) }
  describe '#total' do
    it 'adds' do
      expect(cart.total).to eq 3
      expect(cart.names).to include('x') # a name
    end
    xit 'is off' do
      expect(cart.total).not_to be_nil
    end
    it 'is pending'
  end
end
`,
    outline: `
read text
case 5 run: Cart > #total > adds
  6 exact: expect(cart.total).to eq 3 <cart.total>
  7 partial: expect(cart.names).to include('x') <cart.names>
case 9 skipped: Cart > #total > is off
  10 partial: expect(cart.total).not_to be_nil <cart.total>
case 12 run empty: Cart > #total > is pending
import 1: ../lib/cart {*}
uses RSpec Cart allow Price receive and_return total names include not_to
double 3: Price.of
`,
  },
  {
    name: 'ruby, production',
    path: 'lib/cart.rb',
    code: `
# A cart.
class Cart
  def total
    @items.sum
  end
  def later
    raise NotImplementedError
  end
end
`,
    outline: `
read text
public 2: Cart
public 3: Cart.total
public stub 6: Cart.later
uses sum NotImplementedError
`,
  },
  {
    name: 'googletest',
    path: 'tests/cart_test.cc',
    code: `
#include "cart.h"
TEST(Cart, Adds) {
  EXPECT_EQ(total(1, 2), 3);
  ASSERT_TRUE(ready());
}
TEST_CASE("removes", "[cart]") {
  REQUIRE(total() == 0);
  if (slow) { CHECK(total() > 0); }
}
static int helper(int n) { return n; }
`,
    outline: `
read text
case 2 run: Cart.Adds
  3 exact: EXPECT_EQ(total(1, 2), 3) <total(1, 2)>
  4 truthy: ASSERT_TRUE(ready()) <ready()>
case 6 run: removes
  7 exact: REQUIRE(total() == 0) <total() == 0>
  8 partial guarded: CHECK(total() > 0) <total() > 0>
private 10: helper
import 1: cart.h {*}
uses Cart Adds total ready TEST_CASE REQUIRE CHECK
`,
  },
  {
    name: 'perl',
    path: 't/cart.t',
    code: `
use Test::More tests => 3;
use Shop::Cart;
is(total(1, 2), 3, 'adds');
like $cart->name, qr/x/, 'has a name';
subtest 'more' => sub {
    ok($cart->is_empty, 'empty');
};
sub _made { return 1 }
`,
    outline: `
read text
case 5 run: more
  6 truthy: ok($cart->is_empty, 'empty') <$cart->is_empty>
loose 3 exact: is(total(1, 2), 3, 'adds') <total(1, 2)>
loose 4 partial: like $cart->name, qr/x/, 'has a name' <$cart->name>
private stub 8: _made
import 2: Shop::Cart {*}
uses More Shop Cart total name is_empty
`,
  },
  {
    name: 'phpunit',
    path: 'tests/CartTest.php',
    code: `
<?php
use Shop\\Cart;
final class CartTest extends TestCase {
    public function testAdds(): void {
        $this->assertSame(3, (new Cart)->total());
        self::assertContains('x', $names);
    }
    public function testLater() {
        $this->markTestSkipped('later');
    }
}
`,
    outline: `
read text
case 4 run: CartTest > testAdds
  5 exact: this->assertSame(3, (new Cart)->total()) <(new Cart)->total()>
  6 partial: self::assertContains('x', $names) <$names>
case 8 skipped: CartTest > testLater
public 3: CartTest
import 2: Shop\\Cart {*}
uses Shop Cart total markTestSkipped
`,
  },
  {
    name: 'xunit',
    path: 'tests/CartTests.cs',
    code: `
using Shop.Cart;
public class CartTests {
    [Fact]
    public void Adds() {
        Assert.Equal(3, cart.Total());
    }
    [Theory(Skip = "slow")]
    [InlineData(1)]
    public async Task Later(int n) {
        Assert.True(cart.Has(n));
    }
    public int Undone() => throw new NotImplementedException();
}
`,
    outline: `
read text
case 3 run: CartTests > Adds
  5 exact: Assert.Equal(3, cart.Total()) <cart.Total()>
case 7 skipped: CartTests > Later
  10 truthy: Assert.True(cart.Has(n)) <cart.Has(n)>
public 2: CartTests
public stub 12: CartTests.Undone
import 1: Shop.Cart {*}
uses Shop Cart CartTests Fact Adds Total Theory InlineData Task Later Has NotImplementedException
`,
  },
  {
    name: 'exunit',
    path: 'test/cart_test.exs',
    code: `
defmodule CartTest do
  use ExUnit.Case
  alias Shop.Cart
  describe "total" do
    test "adds" do
      assert Cart.total([1, 2]) == 3
      refute Cart.empty?(cart)
    end
    @tag :skip
    test "later" do
      assert_raise ArgumentError, fn -> Cart.total(nil) end
    end
  end
end
`,
    outline: `
read text
case 5 run: total > adds
  6 exact: assert Cart.total([1, 2]) == 3 <Cart.total([1, 2]) == 3>
  7 truthy: refute Cart.empty?(cart) <Cart.empty?(cart)>
case 10 skipped: total > later
  11 partial: assert_raise ArgumentError, fn -> Cart.total(nil) end <fn -> Cart.total(nil) end>
public 1: CartTest
import 2: ExUnit.Case {*}
import 3: Shop.Cart {*}
uses ExUnit Case Shop Cart total empty? skip ArgumentError
`,
  },
  {
    name: 'xctest',
    path: 'Tests/CartTests.swift',
    code: `
import XCTest
final class CartTests: XCTestCase {
    func testAdds() throws {
        XCTAssertEqual(cart.total, 3)
    }
    func testLater() throws {
        throw XCTSkip("later")
    }
}
`,
    outline: `
read text
case 3 run: CartTests > testAdds
  4 exact: XCTAssertEqual(cart.total, 3) <cart.total>
case 6 skipped: CartTests > testLater
public 2: CartTests
import 1: XCTest {*}
uses XCTest XCTestCase XCTAssertEqual total XCTSkip
`,
  },
  {
    name: "busted, hspec's and dart's way",
    path: 'spec/cart_spec.lua',
    code: `
local cart = require("cart")
describe("cart", function()
  it("adds", function()
    assert.are.equal(3, cart.total(1, 2))
  end)
  pending("later")
end)
`,
    outline: `
read text
case 3 run: cart > adds
  4 exact: assert.are.equal(3, cart.total(1, 2)) <cart.total(1, 2)>
case 6 skipped empty: cart > later
import 1: cart {*}
uses are equal total pending
`,
  },
];

describe('outlines of programs without a grammar', () => {
  test.each(table)('$name', ({ path, code, outline: expected }) => {
    expect(`\n${outlineLines(outline(path, code.slice(1))).join('\n')}\n`).toBe(expected);
  });

  test('digests know neither comments nor white space, but every change', () => {
    const before = outline('cart.go', 'package cart\n\nfunc Total() int { return two + 1 }\nvar x = 1\n');
    const same = outline('cart.go', 'package cart\n// Total adds.\nfunc Total() int {\n\treturn two + 1 /* yes */\n}\n\nvar x = 1\n');
    const other = outline('cart.go', 'package cart\n\nfunc Total() int { return two + 2 }\nvar x = 1\n');
    const digests = ({ code, rest, declarations }: Outline) => [code, rest, declarations.map(({ signature, body }) => [signature, body])];
    expect(digests(same)).toEqual(digests(before));
    const [declaration] = before.declarations;
    expect(digests(other)).toEqual([other.code, before.rest, [[declaration!.signature, other.declarations[0]!.body]]]);
    expect([other.code, other.declarations[0]!.body]).not.toEqual([before.code, declaration!.body]);
  });

  test('what is no program has no outline, and brackets without end are refused', () => {
    expect(outlineLines(outline('cart.json', '{}'))).toEqual(['read none']);
    expect(outlineLines(outline('cart.go', '{'.repeat(5000)))).toEqual(['read none: brackets nest deeper than 1000']);
  });
});

describe('the code of a text', () => {
  const code = (path: string, text: string) => outline(path, text).code;
  const frame = (path: string, text: string) => outline(path, text).frame;

  test('reads the same where a formatter ends a list with a comma', () => {
    const short = 'func Add(a int, b int) int {\n\treturn sum(a, b)\n}\n';
    const long = 'func Add(\n\ta int,\n\tb int,\n) int {\n\treturn sum(\n\t\ta,\n\t\tb,\n\t)\n}\n';
    expect([code('a.go', long) === code('a.go', short), code('a.go', long.replace('b,', 'c,')) === code('a.go', short)]).toEqual([
      true,
      false,
    ]);
  });

  test('has a frame without the numbers of versions', () => {
    const at = (version: string) => `module Shop\n  VERSION = '${version}'\nend\n`;
    const [old, raised, other] = [at('1.2.0'), at('1.3.0-rc.1'), at('none')];
    expect([
      frame('a.rb', old) === frame('a.rb', raised),
      code('a.rb', old) === code('a.rb', raised),
      frame('a.rb', old) === frame('a.rb', other),
      frame('a.rb', at('10.0.0.1')) === frame('a.rb', at('10.0.0.2')),
    ]).toEqual([true, false, false, false]);
  });
});
