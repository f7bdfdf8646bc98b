namespace RouteGen.Serving;

/// <summary>Answers <c>OPTIONS *</c>: 200 without a body (BEHAVIOUR S25). The body of the request is drained like any other.</summary>
internal sealed class GeneralOptions : IHandler
{
    internal static readonly GeneralOptions Instance = new();

    public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        w.Header.Set("Content-Length", "0");
        return default;
    }
}
