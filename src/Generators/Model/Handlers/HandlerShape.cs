namespace RouteGen.Generators.Model;

/// <summary>Return types of handlers, which decide the delegate.</summary>
internal enum HandlerShape
{
    Void,
    Task,
    ValueTask,

    /// <summary>An <c>IHandler</c>, with its middleware in front of it: an entry of a referenced library, or of a mounted mux.</summary>
    Handler,
}
