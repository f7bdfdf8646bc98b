using System.Reflection;
using RouteGen;

namespace Runtime.Tests.Messages;

/// <summary>The route of a request, as logs and metrics see it.</summary>
public sealed class RouteTests
{
    private const string Path = "/chosen/by/the/client/";

    private static readonly Dictionary<string, Func<Request, Request>> s_copies = new()
    {
        [nameof(Request.Clone)] = static request => request.Clone(),
        [nameof(Request.Clone) + " with a context"] = static request => request.Clone(new RequestContext()),
        [nameof(Request.WithContext)] = static request => request.WithContext(new RequestContext()),
        [nameof(Request.Fork)] = static request => request.Fork(),
        ["a copy of a copy"] = static request => request.Clone().WithContext(new RequestContext()).Fork(),
    };

    public static TheoryData<string> Copies => new(s_copies.Keys);

    [Theory]
    [MemberData(nameof(Copies))]
    public void Copy_has_the_same_pattern_and_a_pattern_of_the_client_stays_out_of_logs(string name)
    {
        var copy = s_copies[name];
        var request = new Request("GET", "http://h/");
        Assert.Equal(("", ""), PatternsOf(copy(request)));
        request.SetRoute(Path, entry: null);
        Assert.Equal((Path, ""), PatternsOf(copy(request)));
        request.SetRoute("/mounted/{id}", new Origin("/{id}"));
        Assert.Equal(("/mounted/{id}", "/mounted/{id}"), PatternsOf(copy(request)));
        var entry = new Origin("/{id}");
        request.SetRoute(entry.Pattern, entry);
        Assert.Equal(("/{id}", "/{id}"), PatternsOf(copy(request)));
        request.Pattern = "/explicit";
        Assert.Equal(("/explicit", "/explicit"), PatternsOf(copy(request)));
    }

    [Fact]
    public void Every_way_to_copy_has_a_row()
    {
        var ways = typeof(Request).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(static method => method.ReturnType == typeof(Request)).Select(static method => method.Name);
        Assert.Empty(ways.Except(s_copies.Keys));
    }

    // Another thread may change the field between two reads.
    [Theory]
    [InlineData(nameof(Request.Pattern))]
    [InlineData(nameof(Request.LoggedPattern))]
    [InlineData(nameof(Request.RoutedTo))]
    public void Property_reads_the_route_once(string property)
    {
        const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        const byte LoadField = 0x7B;
        var field = typeof(Request).GetField("_route", Members)!;
        byte[] load = [LoadField, .. BitConverter.GetBytes(field.MetadataToken)];
        var code = typeof(Request).GetProperty(property, Members)!.GetMethod!.GetMethodBody()!.GetILAsByteArray().AsSpan();
        Assert.Equal(1, code.Count(load));
    }

    private static (string Pattern, string Logged) PatternsOf(Request request) => (request.Pattern, request.LoggedPattern);

    private sealed class Origin(string pattern) : IRouteOrigin
    {
        public string Pattern => pattern;

        public PathNames? Names => null;

        public string HandlerName => "h";

        public string Source => "";
    }
}
