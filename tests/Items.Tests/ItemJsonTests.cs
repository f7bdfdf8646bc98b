using System.Text;

namespace Items.Tests;

/// <summary>What a client may send as an item.</summary>
public sealed class ItemJsonTests
{
    [Theory]
    [InlineData("""{"name":"a"}""", "a", "")]
    [InlineData("""{"category":"b/c","name":"a"}""", "a", "b/c")]
    [InlineData("""{"other":{"name":["x"]},"name":"\u00e4"} """, "ä", "")]
    public void An_object_with_a_name_is_an_item(string body, string name, string category) =>
        Assert.Equal(new ItemDraft(name, category), ItemJson.Parse(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"name":1}""")]
    [InlineData("""{"name":{"name":"a"}}""")]
    [InlineData("""{"name":"a","category":null}""")]
    [InlineData("""{"name":"a"}{}""")]
    [InlineData("""{"name":"\ud800"}""")]
    public void Anything_else_is_not(string body) => Assert.Null(ItemJson.Parse(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void No_prefix_of_an_item_is_one_and_neither_are_bytes_that_are_not_UTF8()
    {
        var whole = """{"name":"a","category":"b"}"""u8;
        for (var length = 0; length < whole.Length; length++) Assert.Null(ItemJson.Parse(whole[..length]));
        Assert.Null(ItemJson.Parse([.. "{\"name\":\""u8, 0xFF, .. "\"}"u8]));
    }
}
