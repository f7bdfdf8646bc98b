using RouteGen;
using Runtime.Tests.Support;

namespace Runtime.Tests.UserCode;

/// <summary>A writer that unwraps to itself.</summary>
internal sealed class EndlessWriter(ResponseWriter inner) : OpaqueWriter(inner)
{
    public override ResponseWriter? Unwrap() => this;
}
