using RouteGen.Routing;

namespace RouteGen.Tests.Routing;

/// <summary>What a mux answers a request whose handlers answer 200 without a body.</summary>
internal sealed record MuxAnswer(int Status, string Pattern, string? Location)
{
    /// <summary>A handler that answers 200.</summary>
    internal static readonly IHandler Ok = Handler.From((HandlerFunc)((w, _) => w.WriteHeader(200)));

    /// <summary>Asks a mux both ways, which have to agree.</summary>
    internal static MuxAnswer Of(ServeMux mux, Request request)
    {
        var writer = new RecordingWriter();
        var (handler, pattern) = mux.Handler(request);
        Assert.NotNull(handler);
        var task = mux.ServeHttpAsync(writer, request);
        Assert.True(task.IsCompletedSuccessfully);
        Assert.Equal(pattern, request.Pattern);
        return new MuxAnswer(writer.StatusCode, pattern, writer.Header["Location"]);
    }

    /// <summary>An entry for a valid pattern.</summary>
    internal static MuxEntry Entry(string pattern, string source = "")
    {
        if (!RoutePattern.TryParse(pattern, out var parsed, out var error)) throw new ArgumentException(error, nameof(pattern));
        return new MuxEntry(pattern, MuxEntry.KindOf(parsed!), Ok, "Ok", source);
    }
}
