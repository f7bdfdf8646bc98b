using RouteGen;

namespace Runtime.Tests.Serving;

/// <summary>A handler made of a function.</summary>
internal sealed class FuncHandler(Func<ResponseWriter, Request, ValueTask> serve) : IHandler
{
    public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => serve(w, r);
}
