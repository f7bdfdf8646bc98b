// Whose fault it is when a body is too long or malformed: a body that stands in a Response comes from a server that was asked, and its damage is
// no bad request. Every other body that a handler reads is its client's.
namespace RouteGen;

public abstract partial class Body
{
    /// <summary>The empty body of a response.</summary>
    internal static Body EmptyOfResponse { get; } = new MemoryBody(default) { IsOfResponse = true };

    /// <summary>Whether it is the body of a response. Set before anybody reads it.</summary>
    internal bool IsOfResponse { get; private set; }

    /// <summary>Marks a body as that of a response. The shared empty one is replaced.</summary>
    internal static Body OfResponse(Body? body)
    {
        if (body is null || ReferenceEquals(body, Empty)) return EmptyOfResponse;
        if (!body.IsOfResponse) body.IsOfResponse = true;
        return body;
    }
}
