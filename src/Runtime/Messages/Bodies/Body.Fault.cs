// Decides who is blamed for a body that is too long or malformed. The body of a Response comes from a backend, so a malformed one is not a
// bad request. The same applies to everything made from the body of a Response: a multipart part, a limited body, a stream. Every other
// body that a handler reads comes from its client.
namespace RouteGen;

public abstract partial class Body
{
    /// <summary>Empty body of a response.</summary>
    internal static Body EmptyOfResponse { get; } = new MemoryBody(default) { IsOfResponse = true };

    /// <summary>True for the body of a response. Set before the first read.</summary>
    internal bool IsOfResponse { get; private set; }

    /// <summary>Sets <see cref="IsOfResponse"/> if the stream that this body reads is the body of a response.</summary>
    private protected void TakeOriginOf(Stream source) => IsOfResponse = source is Body { IsOfResponse: true };

    /// <summary>
    /// Marks a body as the body of a response, and returns it. Returns <see cref="EmptyOfResponse"/> instead of null or the shared empty
    /// body.
    /// </summary>
    internal static Body OfResponse(Body? body)
    {
        if (body is null || ReferenceEquals(body, Empty)) return EmptyOfResponse;
        if (!body.IsOfResponse) body.IsOfResponse = true;
        return body;
    }
}
