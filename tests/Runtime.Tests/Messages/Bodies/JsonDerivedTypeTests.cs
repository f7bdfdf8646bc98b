using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RouteGen;

namespace Runtime.Tests.Messages;

/// <summary>JSON of a type with derived ones that does not say which it is.</summary>
public sealed partial class JsonDerivedTypeTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("{\"Size\":1}")]
    [InlineData("{\"$type\":\"none\"}")]
    public Task A_value_without_its_discriminator_is_a_bad_request(string body) => RefusesAsync(body, ShapesJson.Default.Shape);

    [Theory]
    [InlineData("{\"Shape\":{}}")]
    [InlineData("{\"Shapes\":[{}]}")]
    [InlineData("{\"Named\":{\"a\":{}}}")]
    [InlineData("{\"Next\":{\"Next\":{\"Shape\":{}}}}")]
    [InlineData("{\"Deep\":[{\"a\":[{\"Size\":1}]}]}")]
    public Task So_is_a_value_that_holds_one_at_any_depth(string body) => RefusesAsync(body, ShapesJson.Default.Drawing);

    [Fact]
    public async Task With_its_discriminator_it_is_read()
    {
        var drawing = await Body.From("{\"Shapes\":[{\"$type\":\"circle\",\"Size\":3}]}").ReadJsonAsync(ShapesJson.Default.Drawing);
        Assert.Equal(3, Assert.IsType<Circle>(Assert.Single(drawing!.Shapes!)).Size);
    }

    [Fact]
    public async Task A_type_that_no_JSON_could_be_read_into_is_the_program_s_fault()
    {
        await Assert.ThrowsAsync<NotSupportedException>(
            async () => await Body.From("{\"Any\":{}}").ReadJsonAsync(ShapesJson.Default.Unreadable));
        Assert.Throws<NotSupportedException>(() => Body.From("{\"Any\":{}}").ReadJson(ShapesJson.Default.Unreadable));
    }

    private static async Task RefusesAsync<T>(string body, JsonTypeInfo<T> type)
    {
        var failure = await Assert.ThrowsAsync<BadRequestException>(async () => await Body.From(body).ReadJsonAsync(type));
        Assert.Equal(400, failure.StatusCode);
        Assert.Equal(400, Assert.Throws<BadRequestException>(() => Body.From(body).ReadJson(type)).StatusCode);
    }

    [JsonDerivedType(typeof(Circle), "circle")]
    internal abstract record Shape;

    internal sealed record Circle(int Size) : Shape;

    internal sealed record Drawing(
        Shape? Shape, List<Shape>? Shapes, Dictionary<string, Shape>? Named, Drawing? Next, List<Dictionary<string, Shape[]>>? Deep);

    internal abstract record Abstract;

    internal sealed record Unreadable(Abstract? Any);

    [JsonSerializable(typeof(Shape))]
    [JsonSerializable(typeof(Drawing))]
    [JsonSerializable(typeof(Unreadable))]
    private sealed partial class ShapesJson : JsonSerializerContext;
}
