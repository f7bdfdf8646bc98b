namespace RouteGen;

/// <summary>A handler that is a mux of its own: a class with <see cref="ServeMuxAttribute"/>.</summary>
public interface IServeMux : IHandler
{
    /// <summary>
    /// The mux that serves its requests, to set 404 and 405, register patterns and add middleware at run time. Every call returns the same
    /// one. Any thread may call it.
    /// </summary>
    ServeMux Mux { get; }
}
