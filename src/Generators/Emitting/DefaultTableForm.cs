namespace RouteGen.Generators.Emitting;

/// <summary>The table of <c>DefaultServeMux</c>.</summary>
internal sealed class DefaultTableForm : TableForm
{
    /// <inheritdoc/>
    internal override string ClassName => "ServeMuxTable";

    /// <inheritdoc/>
    internal override string Accessibility => "internal";

    /// <inheritdoc/>
    internal override string Summary =>
        "The routes of <c>DefaultServeMux</c>, from the <c>[HandleFunc]</c> methods of this program.";

    /// <inheritdoc/>
    internal override string MountsHead => "private static readonly " + Mounted + "[] s_mounts =";

    /// <inheritdoc/>
    internal override string Mounts => "s_mounts";

    /// <inheritdoc/>
    internal override string MountsMember => "s_mounts";

    /// <inheritdoc/>
    internal override string EntriesHead(bool hasMounts) => "private static readonly global::RouteGen.MuxEntry[] s_entries =";

    /// <inheritdoc/>
    internal override string Entries(bool hasMounts) => "s_entries";

    /// <inheritdoc/>
    internal override void Open(SourceWriter writer) => Reopen(writer);

    /// <inheritdoc/>
    internal override void Reopen(SourceWriter writer) => writer.Open("namespace RouteGen.Generated");

    /// <inheritdoc/>
    internal override void EmitMountsField(SourceWriter writer)
    {
        // The array is static, so there is no field.
    }

    /// <inheritdoc/>
    internal override void OpenConstructor(SourceWriter writer, bool hasMounts) => writer.Line("private " + ClassName + "()");

    /// <inheritdoc/>
    internal override void EmitConstructorBody(SourceWriter writer, bool hasMounts)
    {
        writer.Line("{");
        writer.Line("}");
    }

    /// <inheritdoc/>
    internal override void EmitRegistration(SourceWriter writer)
    {
        writer.Line();
        writer.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
        writer.Line("internal static void Register() => global::RouteGen.ServeMux.UseGeneratedTable(new ServeMuxTable());");
    }
}
