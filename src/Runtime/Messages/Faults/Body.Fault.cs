// Whose fault a body is that is too long or malformed. The body of a Response comes from another server, so its damage is not a bad request.
// Every other body that a handler reads comes from its client.
namespace RouteGen;

public abstract partial class Body
{
    /// <summary>Empty body of a response.</summary>
    internal static Body EmptyOfResponse { get; } = new MemoryBody(default) { IsOfResponse = true };

    /// <summary>True for the body of a response. Set before it is first read.</summary>
    internal bool IsOfResponse { get; private set; }

    /// <summary>Marks a body as that of a response. The shared empty body is replaced by one for responses.</summary>
    internal static Body OfResponse(Body? body)
    {
        if (body is null || ReferenceEquals(body, Empty)) return EmptyOfResponse;
        if (!body.IsOfResponse) body.IsOfResponse = true;
        return body;
    }
}
