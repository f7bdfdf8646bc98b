namespace RouteGen;

/// <summary>A handler that is a mux: a class with <see cref="ServeMuxAttribute"/>.</summary>
public interface IServeMux : IHandler
{
    /// <summary>
    /// The mux of the object, for registering patterns, adding middleware, and setting the handlers for 404 and 405 at run time. Always
    /// returns the same object. Thread-safe.
    /// </summary>
    ServeMux Mux { get; }
}
