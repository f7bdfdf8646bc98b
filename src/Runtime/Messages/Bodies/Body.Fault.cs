// Attributes a body that is too long or malformed to the client or to a backend. The body of a Response comes from another server, so its
// damage is not a bad request; the same holds for everything made from such a body: its parts, a limited body, a stream. Every other body
// that a handler reads comes from its client.
namespace RouteGen;

public abstract partial class Body
{
    /// <summary>Empty body of a response.</summary>
    internal static Body EmptyOfResponse { get; } = new MemoryBody(default) { IsOfResponse = true };

    /// <summary>True for the body of a response. Set before it is first read.</summary>
    internal bool IsOfResponse { get; private set; }

    /// <summary>Called by a body that is read from a stream: data read from the body of a response belongs to a response, too.</summary>
    private protected void TakeOriginOf(Stream source) => IsOfResponse = source is Body { IsOfResponse: true };

    /// <summary>Marks a body as that of a response. The shared empty body is replaced by one for responses.</summary>
    internal static Body OfResponse(Body? body)
    {
        if (body is null || ReferenceEquals(body, Empty)) return EmptyOfResponse;
        if (!body.IsOfResponse) body.IsOfResponse = true;
        return body;
    }
}
