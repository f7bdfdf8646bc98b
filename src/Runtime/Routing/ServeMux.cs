namespace RouteGen;

/// <summary>Chooses the handler for a request by its path and host. Go's name: <c>http.ServeMux</c>.</summary>
public sealed class ServeMux : IHandler
{
    /// <summary>The mux that <c>[HandleFunc]</c> methods belong to. Go's name: <c>http.DefaultServeMux</c>.</summary>
    public static ServeMux Default { get; } = new();

    /// <inheritdoc/>
    public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => throw new InvalidOperationException();
}
