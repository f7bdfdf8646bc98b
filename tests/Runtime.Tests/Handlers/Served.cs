using System.Text;
using RouteGen;

namespace Runtime.Tests.Handling;

/// <summary>Serves one request without a connection.</summary>
internal static class Served
{
    /// <summary>The answer of a handler that completes at once.</summary>
    internal static ResponseRecorder By(IHandler handler, string method, string target, Action<Header>? prepare = null) =>
        By(handler, TestRequest.New(method, target), prepare);

    /// <summary>As the other overload, for a request of the test's own.</summary>
    internal static ResponseRecorder By(IHandler handler, Request request, Action<Header>? prepare = null)
    {
        var writer = new ResponseRecorder();
        prepare?.Invoke(writer.Header);
        var served = handler.ServeHttpAsync(writer, request);
        Assert.True(served.IsCompleted, "the handler has not completed");
        served.GetAwaiter().GetResult();
        return writer;
    }

    /// <summary>The fields, one a line, as <c>Name: value</c>.</summary>
    internal static string Fields(this ResponseRecorder writer) =>
        string.Join('\n', writer.Header.Select(pair => $"{pair.Key}: {pair.Value}"));

    /// <summary>The body, one character a byte.</summary>
    internal static string Latin1(this ResponseRecorder writer) => Encoding.Latin1.GetString(writer.Body.Span);
}
